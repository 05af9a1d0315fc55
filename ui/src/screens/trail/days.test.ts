import { describe, expect, it, vi } from 'vitest';
import type { TrailRow } from '$lib/bindings';
import { clock, joined, ownClock, readDay, withDays } from './days';

vi.hoisted(() => {
  process.env.TZ = 'America/New_York';
});

function row(seq: number, at = '2026-03-04T12:00:00.000Z'): TrailRow {
  return { seq, at, offset: 0, who: 'A', member: null, role: '', stream: 'board', title: '', kind: 'board.created', told: 'did', reason: null };
}
const seqs = (rows: TrailRow[]) => rows.map(({ seq }) => seq);

describe('days', () => {
  it('stand before their first entry, once', () => {
    const items = withDays([row(3, '2026-03-05T12:00:00Z'), row(2), row(1)]);
    expect(items.map((item) => ('seq' in item ? item.seq : item.day.replace(',', '')))).toEqual([
      'Thursday 5 March 2026',
      3,
      'Wednesday 4 March 2026',
      2,
      1,
    ]);
  });
  it('and times are those of UTC, which the filters count, wherever the machine is', () => {
    const items = withDays([row(2, '2026-11-23T00:45:06Z'), row(1, '2026-11-22T23:59:59Z')]);
    expect(items.flatMap((item) => ('day' in item ? [item.day.replace(',', '')] : []))).toEqual(['Monday 23 November 2026', 'Sunday 22 November 2026']);
    expect(clock('2026-11-23T00:45:06.123Z')).toBe('00:45:06');
  });
  it('are told apart where a clock went back', () => {
    const items = withDays([row(3), row(2, '2026-03-05T12:00:00Z'), row(1)]);
    const keys = items.flatMap((item) => ('key' in item ? [item.key] : []));
    expect(new Set(keys).size).toBe(3);
  });
});

describe('a fresh first page', () => {
  it('goes before what is known, without doubling it', () => {
    expect(seqs(joined([row(9), row(8), row(7)], [row(8), row(7), row(6), row(5)]))).toEqual([9, 8, 7, 6, 5]);
  });
  it('replaces what is known when it does not reach it', () => {
    expect(seqs(joined([row(90), row(89)], [row(8), row(7)]))).toEqual([90, 89]);
  });
  it('may be empty', () => expect(joined([], [row(1)])).toEqual([]));
});

describe('a day in the address', () => {
  it.each(['2026-02-28', ' 2024-02-29 '])('%s is one', (text) => expect(readDay(text)).toBe(text.trim()));
  it.each(['', '2026-02-30', '2026-2-3', 'today', '2026-02-28T10:00'])('%s is none', (text) => expect(readDay(text)).toBeNull());
});

it('says what the clock of the actor showed', () => {
  expect(ownClock('2026-03-04T23:30:05.123Z', 90)).toBe('2026-03-05 01:00:05 +01:30');
  expect(ownClock('2026-03-04T01:00:00.000Z', -300)).toBe('2026-03-03 20:00:00 −05:00');
});
