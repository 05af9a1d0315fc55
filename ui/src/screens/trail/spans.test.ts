import { describe, expect, it } from 'vitest';
import { bars, lasted } from './spans';

describe('bars of a picture', () => {
  it('holds every event once, and the days on which nothing happened', () => {
    const days = [
      { day: '2026-02-27', events: 3 },
      { day: '2026-03-02', events: 1 },
    ];
    expect(bars(days, 10)).toEqual([
      { from: '2026-02-27', to: '2026-02-27', events: 3 },
      { from: '2026-02-28', to: '2026-02-28', events: 0 },
      { from: '2026-03-01', to: '2026-03-01', events: 0 },
      { from: '2026-03-02', to: '2026-03-02', events: 1 },
    ]);
    expect(bars(days, 2)).toEqual([
      { from: '2026-02-27', to: '2026-02-28', events: 3 },
      { from: '2026-03-01', to: '2026-03-02', events: 1 },
    ]);
    const long = [
      { day: '2023-01-01', events: 5 },
      { day: '2026-03-02', events: 7 },
    ];
    expect(bars(long, 60).length).toBeLessThanOrEqual(60);
    expect(bars(long, 60).reduce((sum, { events }) => sum + events, 0)).toBe(12);
    expect(bars([], 60)).toEqual([]);
  });

  it('says how long in the unit that fits', () => {
    expect([1, 59, 60, 130, 2880, 20160].map(lasted)).toEqual(['1 minute', '59 minutes', '1 hour', '2 hours', '2 days', '14 days']);
  });
});
