/** The rules of a policy as sentences for those who read them. */
import type { CheckInfo, ReferenceStyle, Rules, Severity } from '$lib/bindings';
import { count, many } from '$lib/format';
import { ROLES } from '$lib/words';

export const SEVERITIES: { value: Severity; label: string }[] = [
  { value: 'blocking', label: 'Blocks' },
  { value: 'advisory', label: 'Advises' },
  { value: 'off', label: 'Off' },
];

/** The checks by what they do, as a policy names them. */
export const DOES: { severity: Severity; about: string }[] = [
  { severity: 'blocking', about: 'Checks that block' },
  { severity: 'advisory', about: 'Checks that advise' },
  { severity: 'off', about: 'Checks not asked' },
];

/** What a check does that finds something, by this policy. */
export function severityOf(rules: Rules, { id, severity }: CheckInfo): Severity {
  return (rules.severities as Record<string, Severity | undefined>)[id] ?? severity;
}

export const REFERENCE_STYLES: { value: ReferenceStyle; label: string }[] = [
  { value: 'ama', label: 'AMA (11th edition)' },
  { value: 'vancouver', label: 'Vancouver (ICMJE)' },
];

export function sentences(rules: Rules): { about: string; says: string }[] {
  const { quorum, review_days: days, next_review_months: months, source_years: years, idle_minutes: idle, specialities, roles } = rules;
  const among = [
    ...specialities.map((speciality) => `one of the speciality ${speciality}`),
    ...roles.map((role) => `one with the role ${ROLES[role].toLowerCase()}`),
  ];
  const { backup_days: backup, backup_keep: keep } = rules;
  return [
    {
      about: 'Approval',
      says: `${quorum === 1 ? 'One board member approves' : `${quorum} board members approve`} the same text, each with a signature.`,
    },
    ...(among.length > 0 ? [{ about: 'Among them', says: `${new Intl.ListFormat('en-GB').format(among)}.` }] : []),
    { about: 'Review', says: days === 0 ? 'A review has no due date.' : `A reviewer has ${many(days, 'day')}.` },
    {
      about: 'Next review',
      says: months === 0 ? 'An approved article does not come back by itself.' : `An approved article comes back after ${many(months, 'month')}.`,
    },
    {
      about: 'Old sources',
      says: years === 0 ? 'No source is too old.' : `A source is named as old after ${many(years, 'year')}.`,
    },
    {
      about: 'Withdrawing',
      says: rules.board_members_withdraw ? 'Administrators and board members may withdraw an article.' : 'Only administrators withdraw an article.',
    },
    { about: 'Locking', says: idle === 0 ? 'The desk does not lock by itself.' : `The desk locks when nobody touches it for ${many(idle, 'minute')}.` },
    {
      about: 'Backups',
      says: backup === 0 ? 'The desk makes no backup by itself.' : `After ${many(backup, 'day')} with something new, each desk makes a backup, and keeps the last ${count(keep)}.`,
    },
    { about: 'References', says: `They are printed in the ${rules.reference_style === 'ama' ? 'AMA' : 'Vancouver'} style.` },
    {
      about: 'Look-up',
      says: rules.lookup
        ? 'Members may look sources up at Crossref, PubMed and openFDA over the network.'
        : 'Nothing is looked up over the network.',
    },
  ];
}
