/**
 * What a person has before them on an article's screen: the article as the desk shows it, what they have chosen
 * in it, and what they are in the middle of. What could be shown again stands in the address.
 */
import { createContext } from 'svelte';
import type { ArticleView, Candidate, Citation, Claim, Finding, Judgement, NewSubject, SectionView, SourceNotice, Thread } from '$lib/bindings';
import type { Span } from '$lib/prose/positions';
import { router } from '$lib/router.svelte';
import { act, session } from '$lib/session.svelte';
import { doubts } from '$lib/sources/source';

export const TABS = ['claims', 'threads', 'review', 'history', 'checks'] as const;
export type Tab = (typeof TABS)[number];

/** What claims are listed: by judgement, by what became of their words or their sources, or all. */
export const FILTERS = ['all', 'unverified', 'verified', 'disputed', 'doubted', 'changed', 'orphaned'] as const;
export type Filter = (typeof FILTERS)[number];

/** A claim with what the members' judgements of it come to. */
export interface Judged {
  claim: Claim;
  judgement: Judgement;
  /** The gravest notice that casts doubt on a source it cites. */
  doubt: SourceNotice | null;
}

/** A form that is open. */
export type Doing =
  | { what: 'assess'; claim: string; judgement: Judgement | null }
  | { what: 'cite'; claim: string; citation: Citation | null }
  | { what: 'thread'; on: NewSubject; quote: string; suggesting?: boolean };

/** A source's file that is open beside a claim, and the citation that cites it. */
export interface Beside {
  source: string;
  claim: string;
  citation: string;
}

/** A dialog that is open. */
export type Asking = 'waive' | 'submit' | 'take-back' | 'assign' | 'replace' | 'recuse' | 'withdraw' | 'rename' | 'policy' | 'table';

/** Words that are selected in the text, with where they are on the screen. */
export interface Passage {
  span: Span;
  text: string;
  box: { left: number; right: number; top: number; bottom: number };
}

/** What the text's column can be told to do. */
export interface Text {
  reveal(mark: string): boolean;
  revealBlock(path: number[]): void;
  select(span: Span): void;
  deselect(): void;
  focus(): void;
  find(): void;
}

export interface Answers {
  view: ArticleView;
  candidates: Candidate[];
  findings: Finding[];
}

/** How long, in milliseconds, the list keeps still after something was chosen: as long as the text takes to come. */
const STILL = 1200;

/** How long, in milliseconds, read marks are gathered before they are recorded together. */
const GATHERING = 2000;

/** A candidate has no identity of its own: its words and place name it. */
export function candidateKey({ anchor }: Candidate): string {
  return `${anchor.block.join('.')}:${anchor.start}-${anchor.end}`;
}

/** Whether somebody has to look at a claim: nobody has judged it, or it was verified and a source fell since. */
function needsCheck({ judgement, doubt }: Judged): boolean {
  return judgement === 'unverified' || (judgement === 'verified' && doubt !== null);
}

function fits({ claim, judgement, doubt }: Judged, filter: Filter): boolean {
  if (filter === 'all') return true;
  if (filter === 'doubted') return doubt !== null;
  if (filter === 'verified') return judgement === filter && doubt === null;
  if (filter === 'changed' || filter === 'orphaned') return claim.state === filter;
  return judgement === filter;
}

function oneOf<T extends string>(all: readonly T[], asked: string | undefined): T | null {
  return all.find((value) => value === asked) ?? null;
}

/** Each member's drafts of each article, in this window's memory. */
const DRAFTS = new Map<string, Record<string, string>>();

export class Reading {
  readonly #answers: () => Answers;
  text = $state.raw<Text | null>(null);
  passage = $state.raw<Passage | 'wide' | null>(null);
  doing = $state.raw<Doing | null>(null);
  asking = $state.raw<Asking | null>(null);
  /** A place in the text that is pointed at for a moment: where an orphan might belong, where a finding is. */
  spot = $state.raw<Span | null>(null);
  /** A source's file in place of the text. */
  beside = $state.raw<Beside | null>(null);
  /** Key of the proposed claim that stands before the member. */
  proposed = $state.raw<string | null>(null);
  finding = $state.raw<number | null>(null);
  /** Which citation of the chosen claim stands before the member. */
  cited = $state.raw<string | null>(null);
  /** Marks in sight in the text, in reading order. */
  inSight = $state.raw<readonly string[]>([]);
  /** Whether the outline is wanted; null while it follows from the room there is. */
  outlined = $state<boolean | null>(null);
  /** Whether the column has room for an outline beside the text. */
  roomy = $state(true);
  panel = $state(true);
  /** The verdict's form is asked for: it takes the focus as soon as it is there. */
  judging = $state(false);
  /** What is written and not sent yet, by form: closing a panel or locking the desk loses nothing. */
  readonly drafts = $state<Record<string, string>>({});
  /** Index of the section in sight, among those of the view. */
  section = $state(0);
  /** Digests of sections that are to be read again, and marked by hand. */
  readonly again = new Set<string>();
  /** Digests of sections that were read and are on their way to the desk. */
  marked = $state.raw<ReadonlySet<string>>(new Set());
  /** Puts a suggested wording into the text that is being written; null where none is. */
  takeOver = $state.raw<((thread: Thread) => Promise<void>) | null>(null);
  /** Until when the list keeps still although the text scrolls: the text moves because something was chosen. */
  still = 0;
  readonly #marks: string[] = [];
  #marking: ReturnType<typeof setTimeout> | undefined;

  constructor(answers: () => Answers) {
    this.#answers = answers;
    const owner = `${session.member?.id ?? ''} ${answers().view.id}`;
    const kept = DRAFTS.get(owner);
    if (kept === undefined) DRAFTS.set(owner, this.drafts);
    else this.drafts = kept;
  }

  readonly view = $derived.by(() => this.#answers().view);
  readonly candidates = $derived.by(() => this.#answers().candidates);
  readonly findings = $derived.by(() => this.#answers().findings);
  readonly outline = $derived.by(() => this.outlined ?? this.roomy);
  readonly onHead = $derived.by(() => this.view.shown === this.view.head);
  readonly revision = $derived.by(() => this.view.revisions.find(({ number }) => number === this.view.shown) ?? null);

  readonly tab = $derived.by((): Tab => oneOf(TABS, router.choice.tab) ?? (router.choice.thread === undefined ? 'claims' : 'threads'));
  readonly filter = $derived.by((): Filter => oneOf(FILTERS, router.choice.show) ?? 'all');
  readonly proposing = $derived.by(() => this.tab === 'claims' && router.choice.list === 'proposed');

  /** Whether claims are checked one by one, each beside its source passages. */
  readonly checking = $derived.by(() => router.choice.view === 'checking' && this.onHead);

  readonly judged = $derived.by((): Judged[] =>
    this.view.claims.map((claim, at) => ({ claim, judgement: this.view.judgements[at] ?? 'unverified', doubt: this.#doubt(claim) })),
  );
  /** How many claims are to be checked. */
  readonly toCheck = $derived.by(() => this.judged.filter(needsCheck).length);
  readonly listed = $derived.by(() => this.judged.filter((judged) => fits(judged, this.filter)));
  readonly chosen = $derived.by(() => this.judged.find(({ claim }) => claim.id === router.choice.claim) ?? null);
  /** The citation that stands before the member: the one they went to, else the first. */
  readonly citation = $derived.by((): Citation | null => {
    const citations = this.chosen?.claim.citations ?? [];
    return citations.find(({ id }) => id === this.cited) ?? citations[0] ?? null;
  });
  readonly thread = $derived.by(() => this.view.threads.find(({ id }) => id === router.choice.thread) ?? null);
  readonly candidate = $derived.by(() => this.candidates.find((candidate) => candidateKey(candidate) === this.proposed) ?? null);
  readonly blocking = $derived.by(() => this.findings.filter(({ severity, waived }) => severity === 'blocking' && waived == null));
  /** Those that nobody has waived. */
  readonly unwaived = $derived.by(() => this.findings.filter(({ waived }) => waived == null));

  /** Why nothing can be changed here at all. */
  readonly fixed = $derived.by((): string | null => {
    if (session.board?.read_only === true) return 'This board can only be read here.';
    if (this.onHead) return null;
    return `You are looking at revision ${this.view.shown}: go to revision ${this.view.head} for this.`;
  });
  readonly annotateOff = $derived.by(() => this.fixed ?? this.view.may.annotate);
  readonly assessOff = $derived.by(() => this.fixed ?? this.view.may.assess);
  readonly waiveOff = $derived.by(() => this.fixed ?? this.view.may.waive);
  readonly readOff = $derived.by(() => this.fixed ?? this.view.may.mark_read);
  /** Sections that I have not read as they stand. */
  readonly unread = $derived.by(() => this.view.sections.filter((section) => !this.hasRead(section)));
  readonly discussOff = $derived.by(() => this.fixed ?? this.view.may.discuss);

  hasRead({ read, digest }: SectionView): boolean {
    return read || this.marked.has(digest);
  }
  /** Marks these sections as read: at once in the window, and with others in one go at the desk. */
  markRead(sections: readonly SectionView[]): void {
    const fresh = sections.filter((section) => !this.hasRead(section)).map(({ digest }) => digest);
    if (fresh.length === 0 || this.readOff !== null) return;
    this.marked = new Set([...this.marked, ...fresh]);
    this.#marks.push(...fresh);
    this.#marking ??= setTimeout(() => void this.sendMarks(), GATHERING);
  }
  /** The section in sight is read, and the next unread one comes into sight. */
  readHere(): void {
    const here = this.view.sections[this.section];
    if (here === undefined) return;
    this.markRead([here]);
    const next = this.view.sections.find((section, at) => at > this.section && !this.hasRead(section));
    if (next !== undefined) this.text?.revealBlock([next.from]);
  }
  /** The mark of the section in sight is taken away. It comes back by key, and not by lying open. */
  async unreadHere(): Promise<void> {
    const here = this.view.sections[this.section];
    if (here === undefined || !this.hasRead(here) || this.readOff !== null) return;
    await this.sendMarks();
    const { digest } = here;
    this.again.add(digest);
    this.marked = new Set([...this.marked].filter((one) => one !== digest));
    await act({ do: 'mark_unread', article: this.view.id, revision: this.view.shown, sections: [digest] }, 'The section is to be read again.');
  }
  /** Tells the desk what was read since it was told last. */
  async sendMarks(): Promise<void> {
    clearTimeout(this.#marking);
    this.#marking = undefined;
    const sections = this.#marks.splice(0);
    if (sections.length === 0) return;
    const { id, shown } = this.view;
    try {
      await session.send({ do: 'mark_read', article: id, revision: shown, sections });
    } catch {
      // What was not recorded shows as unread again, and is read again.
      this.marked = new Set([...this.marked].filter((digest) => !sections.includes(digest)));
    }
  }

  #doubt({ citations }: Claim): SourceNotice | null {
    const cast = citations.flatMap(({ source }) => this.view.standings[source] ?? []).filter(doubts);
    return cast.find(({ kind }) => kind === 'retraction') ?? cast[0] ?? null;
  }
  counted(filter: Filter): number {
    return this.judged.filter((judged) => fits(judged, filter)).length;
  }
  nameOf(member: string | null): string {
    return member === null ? 'The desk' : (this.view.names[member] ?? 'A former member');
  }
  threadsOn(claim: string): Thread[] {
    return this.view.threads.filter(({ on }) => on.type === 'claim' && on.claim === claim);
  }

  open(tab: Tab): void {
    this.panel = true;
    this.spot = null;
    this.finding = null;
    router.choose({ tab });
  }
  judge(): void {
    this.open('review');
    this.judging = true;
  }
  show(filter: Filter): void {
    router.choose({ show: filter === 'all' ? '' : filter, list: '' });
  }
  propose(on: boolean): void {
    router.choose({ tab: 'claims', list: on ? 'proposed' : '' });
    if (on && this.candidate === null) this.step(1);
  }

  check(on: boolean): void {
    router.choose({ view: on ? 'checking' : '', list: '', tab: 'claims' });
  }
  /** Checking begins with the chosen claim, else with the first to check, else with the first of all. */
  beginChecking(): void {
    if (this.chosen === null) this.nextToCheck(1);
    if (this.chosen === null && this.judged[0] !== undefined) this.choose(this.judged[0].claim);
  }
  /** A judgement is on record: whoever goes through the claims goes on. */
  assessed(): void {
    this.doing = null;
    if (this.checking) this.nextToCheck(1);
  }
  /** To the next source passage of the chosen claim, or the one before. */
  stepCitation(by: 1 | -1): void {
    const cited = this.chosen?.claim.citations ?? [];
    const at = cited.findIndex(({ id }) => id === this.citation?.id);
    this.cited = cited[Math.min(cited.length - 1, Math.max(0, at + by))]?.id ?? null;
  }

  choose(claim: Claim, { reveal = true } = {}): void {
    this.#holdStill();
    this.panel = true;
    this.spot = null;
    if (this.doing?.what !== 'thread' && this.doing?.claim !== claim.id) this.doing = null;
    const hidden = !this.listed.some((judged) => judged.claim.id === claim.id);
    router.choose({ tab: 'claims', claim: claim.id, thread: '', list: '', ...(hidden ? { show: '' } : {}) });
    if (reveal && this.onHead) this.#reveal(`claim ${claim.id}`);
  }
  /** Chooses a claim as soon as the desk shows it. */
  expect(claim: string): void {
    this.#holdStill();
    router.choose({ tab: 'claims', claim, thread: '', list: '', show: '' });
  }
  /** Closes the form that is open, else ends the selection, else lets go of what is chosen. */
  letGo(): void {
    if (this.doing !== null) this.doing = null;
    else if (this.passage !== null) this.text?.deselect();
    else {
      this.spot = null;
      this.finding = null;
      router.choose({ claim: '', thread: '' });
    }
  }
  chooseThread(thread: Thread, { reveal = true } = {}): void {
    this.panel = true;
    router.choose({ tab: 'threads', thread: thread.id, claim: '' });
    const mark = thread.on.type === 'claim' ? `claim ${thread.on.claim}` : `thread ${thread.id}`;
    if (reveal && this.onHead) this.#reveal(mark);
  }
  consider(candidate: Candidate | undefined, { reveal = true } = {}): void {
    this.proposed = candidate === undefined ? null : candidateKey(candidate);
    if (candidate !== undefined && reveal && this.onHead) this.#reveal(`candidate ${candidateKey(candidate)}`);
  }
  point(span: Span | null): void {
    this.spot = span;
    if (span !== null) this.#reveal('spot');
  }
  chooseFinding(index: number): void {
    this.finding = index;
    if (this.findings[index]?.place != null && this.onHead) this.#reveal(`finding ${index}`);
  }

  /** To the next or the one before, of whatever is listed now. */
  step(by: 1 | -1): void {
    const next = <T>(list: readonly T[], at: number): T | undefined =>
      list[at === -1 ? (by === 1 ? 0 : list.length - 1) : Math.min(list.length - 1, Math.max(0, at + by))];
    if (this.proposing) {
      this.consider(next(this.candidates, this.candidates.findIndex((one) => candidateKey(one) === this.proposed)));
    } else if (this.tab === 'claims') {
      const found = next(this.listed, this.listed.findIndex(({ claim }) => claim === this.chosen?.claim));
      if (found !== undefined) this.choose(found.claim);
    } else if (this.tab === 'threads') {
      const found = next(this.view.threads, this.view.threads.findIndex(({ id }) => id === this.thread?.id));
      if (found !== undefined) this.chooseThread(found);
    } else if (this.tab === 'checks' && this.findings.length > 0) {
      const at = this.finding ?? -1;
      this.chooseFinding(Math.min(this.findings.length - 1, Math.max(0, at === -1 && by === -1 ? this.findings.length - 1 : at + by)));
    }
  }

  /** To the next claim to check, round and round. */
  nextToCheck(by: 1 | -1): void {
    const all = this.judged;
    const at = all.findIndex(({ claim }) => claim.id === this.chosen?.claim.id);
    for (let step = 1; step <= all.length - (at === -1 ? 0 : 1); step += 1) {
      const found = all[(((at === -1 && by === -1 ? 0 : at) + by * step) % all.length + all.length) % all.length];
      if (found !== undefined && needsCheck(found)) {
        this.choose(found.claim);
        return;
      }
    }
  }

  /** Opens the file of the next source that the chosen claim cites and that carries one, round and round. */
  openSource(citation?: Citation): void {
    const claim = this.chosen?.claim;
    if (claim === undefined) return;
    const carrying = claim.citations.filter(({ source }) => this.view.sources[source]?.file != null);
    const at = this.beside?.claim === claim.id ? carrying.findIndex(({ id }) => id === this.beside?.citation) : -1;
    const next = citation ?? carrying[(at + 1) % Math.max(1, carrying.length)];
    if (next !== undefined) this.beside = { source: next.source, claim: claim.id, citation: next.id };
  }
  /** Why there is no file to open. */
  readonly sourceOff = $derived.by((): string | null => {
    const claim = this.chosen?.claim;
    if (claim === undefined) return 'Choose a claim first.';
    return claim.citations.some(({ source }) => this.view.sources[source]?.file != null) ? null : 'No source of this claim carries a file: attach one on the source’s page.';
  });

  #holdStill(): void {
    this.still = performance.now() + STILL;
  }
  #reveal(mark: string): void {
    this.#holdStill();
    // Once the mark is laid over the text.
    requestAnimationFrame(() => this.text?.reveal(mark));
  }
}

export const [useReading, provideReading] = createContext<Reading>();
