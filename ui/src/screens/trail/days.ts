/**
 * Entries of the trail with a separator before each day. Days and times are those of UTC: so the record keeps them, the filters
 * count them, and every export has them.
 */
import type { TrailRow } from '$lib/bindings';

export interface Day {
  /** Distinct even where a clock went back and a day comes twice. */
  key: string;
  day: string;
}
export type Item = TrailRow | Day;

const full = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

export function withDays(rows: readonly TrailRow[]): Item[] {
  const items: Item[] = [];
  let last = '';
  for (const row of rows) {
    const day = full.format(new Date(row.at));
    if (day !== last) items.push({ key: `day ${row.seq}`, day });
    last = day;
    items.push(row);
  }
  return items;
}

/** "14:05:09", in UTC. */
export function clock(at: string): string {
  return new Date(at).toISOString().slice(11, 19);
}

/** Newest first: puts a fresh first page before what is known already. The log only grows, so what was read stays right. */
export function joined(fresh: readonly TrailRow[], known: readonly TrailRow[]): TrailRow[] {
  const oldest = fresh.at(-1)?.seq;
  const newest = known[0]?.seq;
  if (oldest === undefined || newest === undefined || oldest > newest) return [...fresh];
  return [...fresh, ...known.filter(({ seq }) => seq < oldest)];
}

/** A day as the address has it; what is not one is left out. */
export function readDay(text: string): string | null {
  const day = text.trim();
  const time = /^\d{4}-\d{2}-\d{2}$/.test(day) ? new Date(`${day}T00:00:00Z`) : null;
  return time !== null && !Number.isNaN(time.getTime()) && time.toISOString().startsWith(day) ? day : null;
}

/** "14:05:09 +02:00": the actor's own clock at that moment. */
export function ownClock(at: string, offset: number): string {
  const there = new Date(new Date(at).getTime() + offset * 60_000).toISOString();
  const minutes = Math.abs(offset);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${there.slice(0, 10)} ${there.slice(11, 19)} ${offset < 0 ? '−' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
