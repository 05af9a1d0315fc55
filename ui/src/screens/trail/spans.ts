/** The days of the record gathered into bars of a picture, and times in words. */
import type { DayCount } from '$lib/bindings';

export interface Bar {
  /** First and last day, as 2026-03-04. */
  from: string;
  to: string;
  events: number;
}

const DAY = 86_400_000;

/** As many equal spans of whole days as fit, at most `most`, from the first day to the last, empty ones too. */
export function bars(days: readonly DayCount[], most: number): Bar[] {
  const at = (day: string) => Date.parse(`${day}T00:00:00Z`);
  const written = (time: number) => new Date(time).toISOString().slice(0, 10);
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return [];
  const begin = at(first.day);
  const whole = Math.round((at(last.day) - begin) / DAY) + 1;
  const span = Math.ceil(whole / most);
  const made = Array.from({ length: Math.ceil(whole / span) }, (_, nth) => ({
    from: written(begin + nth * span * DAY),
    to: written(begin + Math.min(whole - 1, (nth + 1) * span - 1) * DAY),
    events: 0,
  }));
  for (const { day, events } of days) {
    const bar = made[Math.floor(Math.round((at(day) - begin) / DAY) / span)];
    if (bar !== undefined) bar.events += events;
  }
  return made;
}

/** "3 days", "5 hours", "12 minutes": as exact as a person asks. */
export function lasted(minutes: number): string {
  const of = (number: number, unit: string) => `${number} ${unit}${number === 1 ? '' : 's'}`;
  if (minutes < 60) return of(minutes, 'minute');
  if (minutes < 48 * 60) return of(Math.round(minutes / 60), 'hour');
  return of(Math.round(minutes / (24 * 60)), 'day');
}
