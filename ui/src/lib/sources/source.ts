/** What a source is called, and how its fields are written by people. The desk checks and normalises them. */
import type { Author, NoticeKind, Source, SourceKind, SourceNotice, Tier } from '$lib/bindings';
import { day } from '$lib/format';
import { TIERS, type Tone } from '$lib/words';

/** The kinds of sources, with what the work that holds one is called; in the order they are offered. */
export const SOURCE_KINDS: Record<SourceKind, { label: string; container: string }> = {
  journal_article: { label: 'Journal article', container: 'Journal' },
  guideline: { label: 'Guideline', container: 'Series or journal' },
  drug_label: { label: 'Drug label', container: 'Register' },
  book: { label: 'Book', container: 'Series' },
  chapter: { label: 'Book chapter', container: 'Book' },
  report: { label: 'Report', container: 'Series' },
  web_page: { label: 'Web page', container: 'Site' },
  dataset: { label: 'Data set', container: 'Repository' },
};

export const SOURCE_KIND_ITEMS = Object.entries(SOURCE_KINDS).map(([value, { label }]) => ({ value: value as SourceKind, label }));

/** What kind of evidence a source can be, and that nobody has said. */
export const TIER_ITEMS = [
  { value: 'none' as const, label: 'Not stated' },
  ...Object.entries(TIERS).map(([value, { label }]) => ({ value: value as Tier, label })),
];

/** A source of which nothing is known but perhaps its title. */
export function blankSource(title = ''): Source {
  return {
    kind: 'journal_article',
    title,
    authors: [],
    editors: [],
    container: '',
    container_short: '',
    issued: '',
    volume: '',
    issue: '',
    pages: '',
    edition: '',
    publisher: '',
    place: '',
    accessed: '',
    identifiers: { doi: '', pmid: '', pmcid: '', nct: '', set_id: '', isbn: '', url: '' },
    notices: [],
    file: null,
  };
}

/** Authors as people write them: one a line, "Family, Given", or the name of a body. */
export function writeAuthors(authors: readonly Author[]): string {
  return authors.map(({ family, given }) => (given === '' ? family : `${family}, ${given}`)).join('\n');
}

export function readAuthors(text: string): Author[] {
  return text
    .split('\n')
    .map((line) => {
      const comma = line.indexOf(',');
      if (comma === -1) return { family: line.trim(), given: '' };
      return { family: line.slice(0, comma).trim(), given: line.slice(comma + 1).trim() };
    })
    .filter(({ family, given }) => family !== '' || given !== '');
}

/** "Miller", "Miller and Okafor", "Miller et al."; empty where nobody is named. */
export function byline({ authors }: Source): string {
  const [first, second, ...more] = authors;
  if (first === undefined) return '';
  if (second === undefined) return first.family;
  return more.length === 0 ? `${first.family} and ${second.family}` : `${first.family} et al.`;
}

export function yearOf({ issued }: Source): string {
  return issued.slice(0, 4);
}

/** All but the title, in a line: "Miller et al. · The Joint Review · 2021". */
export function about(source: Source): string {
  return [byline(source), source.container === '' ? source.publisher : source.container, yearOf(source)]
    .filter((part) => part !== '')
    .join(' · ');
}

/** Identifiers that are known, with the address each leads to where there is one. */
export function identifiersOf({ identifiers }: Source): { label: string; value: string; address: string | null }[] {
  const { doi, pmid, pmcid, nct, set_id, isbn, url } = identifiers;
  return [
    { label: 'DOI', value: doi, address: `https://doi.org/${doi}` },
    { label: 'PMID', value: pmid, address: `https://pubmed.ncbi.nlm.nih.gov/${pmid}/` },
    { label: 'PMCID', value: pmcid, address: `https://pmc.ncbi.nlm.nih.gov/articles/${pmcid}/` },
    { label: 'NCT', value: nct, address: `https://clinicaltrials.gov/study/${nct}` },
    { label: 'Set id', value: set_id, address: `https://dailymed.nlm.nih.gov/dailymed/drugInfo.cfm?setid=${set_id}` },
    { label: 'ISBN', value: isbn, address: null },
    { label: 'URL', value: url, address: url },
  ].filter(({ value }) => value !== '');
}

/** What a notice says, in a word. */
export const NOTICES: Record<NoticeKind, { label: string; tone: Tone }> = {
  retraction: { label: 'Retracted', tone: 'red' },
  concern: { label: 'Expression of concern', tone: 'rust' },
  correction: { label: 'Corrected', tone: 'blue' },
  reinstatement: { label: 'Reinstated', tone: 'grey' },
};

/** Whether nothing should rest on a source that has this notice. */
export function doubts({ kind }: Pick<SourceNotice, 'kind'>): boolean {
  return kind === 'retraction' || kind === 'concern';
}

/** A notice in a line: "Retracted 5 Nov 2021: Error in Data. Retraction Watch, up to 1 Nov 2026." */
export function noticed({ kind, date, reasons, list, as_of: asOf }: SourceNotice): string {
  const when = date === '' ? '' : ` ${day(date)}`;
  const why = reasons.length === 0 ? '' : `: ${reasons.join('; ')}`;
  return `${NOTICES[kind].label}${when}${why}. ${list}, up to ${asOf === '' ? 'an unknown day' : day(asOf)}.`;
}
