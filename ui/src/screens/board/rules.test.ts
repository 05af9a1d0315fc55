import { expect, it } from 'vitest';
import type { Rules } from '$lib/bindings';
import { sentences } from './rules';

const rules: Rules = {
  quorum: 2,
  review_days: 14,
  next_review_months: 24,
  severities: {},
  source_years: 10,
  board_members_withdraw: true,
  specialities: [],
  roles: [],
  idle_minutes: 15,
  backup_days: 7,
  backup_keep: 4,
  reference_style: 'ama',
  lookup: false,
};
const said = (change: Partial<Rules>) => sentences({ ...rules, ...change }).map(({ says }) => says);

it('tells the rules', () => {
  expect(said({})).toEqual([
    '2 board members approve the same text, each with a signature.',
    'A reviewer has 14 days.',
    'An approved article comes back after 24 months.',
    'A source is named as old after 10 years.',
    'Administrators and board members may withdraw an article.',
    'The desk locks when nobody touches it for 15 minutes.',
    'After 7 days with something new, each desk makes a backup, and keeps the last 4.',
    'They are printed in the AMA style.',
    'Nothing is looked up over the network.',
  ]);
});

it('tells what is not asked for', () => {
  const asked: Partial<Rules> = {
    quorum: 1,
    review_days: 0,
    next_review_months: 0,
    source_years: 0,
    board_members_withdraw: false,
    idle_minutes: 0,
    backup_days: 0,
    reference_style: 'vancouver',
    lookup: true,
  };
  expect(said(asked)).toEqual([
    'One board member approves the same text, each with a signature.',
    'A review has no due date.',
    'An approved article does not come back by itself.',
    'No source is too old.',
    'Only administrators withdraw an article.',
    'The desk does not lock by itself.',
    'The desk makes no backup by itself.',
    'They are printed in the Vancouver style.',
    'Members may look sources up at Crossref, PubMed and openFDA over the network.',
  ]);
});

it('tells who must be among those who approve', () => {
  expect(said({ specialities: ['cardiology'], roles: ['compliance'] })[1]).toBe(
    'one of the speciality cardiology and one with the role compliance.',
  );
});
