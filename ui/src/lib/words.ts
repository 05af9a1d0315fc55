/** The words people read for the desk's closed vocabularies, and the tone each is drawn in. */
import type { AnchorState, Judgement, Role, Stage, Tier } from './bindings';

/** A meaning's colour; see styles/tokens.css. */
export type Tone = 'grey' | 'blue' | 'amber' | 'rust' | 'green' | 'red' | 'violet';

export const STAGES: Record<Stage, { label: string; tone: Tone }> = {
  draft: { label: 'Draft', tone: 'grey' },
  submitted: { label: 'Submitted', tone: 'blue' },
  under_review: { label: 'Under Review', tone: 'amber' },
  changes_requested: { label: 'Changes Requested', tone: 'rust' },
  approved: { label: 'Approved', tone: 'green' },
  withdrawn: { label: 'Withdrawn', tone: 'red' },
};

export const JUDGEMENTS: Record<Judgement, { label: string; tone: Tone }> = {
  unverified: { label: 'Unverified', tone: 'amber' },
  verified: { label: 'Verified', tone: 'green' },
  disputed: { label: 'Disputed', tone: 'red' },
};

export const ANCHOR_STATES: Record<AnchorState, { label: string; tone: Tone; says: string }> = {
  intact: { label: 'Intact', tone: 'grey', says: 'The same words in the same place.' },
  moved: { label: 'Moved', tone: 'violet', says: 'The same words in another place.' },
  changed: { label: 'Changed', tone: 'rust', says: 'The words have changed.' },
  orphaned: { label: 'Orphaned', tone: 'red', says: 'The words are gone.' },
};

/** What kind of evidence a source is, in the order of how far it carries; said in a word, never by colour alone. */
export const TIERS: Record<Tier, { label: string; tone: Tone }> = {
  guideline: { label: 'Guideline', tone: 'green' },
  drug_label: { label: 'Drug label', tone: 'green' },
  systematic_review: { label: 'Systematic review', tone: 'blue' },
  trial: { label: 'Trial', tone: 'blue' },
  observational: { label: 'Observational', tone: 'amber' },
  expert_opinion: { label: 'Expert opinion', tone: 'grey' },
};

export const ROLES: Record<Role, string> = {
  editor: 'Editor',
  board_member: 'Board member',
  compliance: 'Compliance',
  administrator: 'Administrator',
};
