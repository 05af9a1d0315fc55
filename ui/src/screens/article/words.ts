/** The words people read for what is judged, cited and signed. */
import type { Certainty, Disposition, Relation, ReviewState, Verdict } from '$lib/bindings';
import type { Tone } from '$lib/words';

export const CERTAINTIES: Record<Certainty, string> = {
  high: 'High',
  moderate: 'Moderate',
  low: 'Low',
  very_low: 'Very low',
};

export const RELATIONS: Record<Relation, { label: string; tone: Tone }> = {
  supports: { label: 'Supports', tone: 'green' },
  partly_supports: { label: 'Partly supports', tone: 'amber' },
  contradicts: { label: 'Contradicts', tone: 'red' },
  background: { label: 'Background', tone: 'grey' },
};

/** `means` is what a signature under the verdict says; the desk signs the same words. */
export const VERDICTS: Record<Verdict, { label: string; past: string; means: string; tone: Tone }> = {
  approve: {
    label: 'Approve',
    past: 'Approved',
    means: 'I have reviewed this revision and approve it for publication.',
    tone: 'green',
  },
  request_changes: {
    label: 'Request changes',
    past: 'Requested changes',
    means: 'I have reviewed this revision and request changes before publication.',
    tone: 'rust',
  },
  abstain: { label: 'Abstain', past: 'Abstained', means: 'I give no judgement on this revision.', tone: 'grey' },
};

export const DISPOSITIONS: Record<Disposition, { label: string; says: string }> = {
  blocking: { label: 'Blocking', says: 'Must be resolved before the article is approved.' },
  informing: { label: 'Informing', says: 'Does not hold the article up.' },
};

export const REVIEW_STATES: Record<ReviewState, string> = {
  open: 'Reviewing',
  signed: 'Signed',
  recused: 'Recused',
  replaced: 'Replaced',
  closed: 'Ended without a verdict',
};

export const ENTRIES: Record<string, string> = {
  opened: '',
  replied: '',
  resolved: 'resolved it',
  reopened: 'opened it again',
  accepted: 'took the wording over',
  declined: 'declined the wording',
};

/** The words of a quote, cut at a word where there are too many. */
export function short(quote: string, most = 90): string {
  if (quote.length <= most) return quote;
  return `${quote.slice(0, most).replace(/\s+\S*$/u, '')}…`;
}
