import { describe, expect, it } from 'vitest';
import { dueIn, runsOf } from './found';

describe('what was found', () => {
  it('is read as marked and plain runs', () => {
    expect(runsOf('…a dose of [colchicine] in [gout]')).toEqual([
      { text: '…a dose of ', mark: false },
      { text: 'colchicine', mark: true },
      { text: ' in ', mark: false },
      { text: 'gout', mark: true },
    ]);
  });
  it('keeps every other character, and brackets without a partner', () => {
    expect(runsOf('[one] and ] or [ two').map(({ text }) => text).join('')).toBe('one and ] or [ two');
    expect(runsOf('')).toEqual([]);
  });
  it('begins near the first mark', () => {
    expect(runsOf('In adults with established disease the daily dose of [colchicine] is')[0]?.text).toBe('…disease the daily dose of ');
  });
});

describe('a date that is due', () => {
  it.each([
    [-3, '3 d late'],
    [0, 'today'],
    [1, 'tomorrow'],
    [12, 'in 12 d'],
  ])('%i days away is said as "%s"', (days, said) => expect(dueIn(days)).toBe(said));
});
