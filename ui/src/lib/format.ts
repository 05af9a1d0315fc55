/** Numbers and times as people read them. Times come as RFC 3339 in UTC and are shown in this machine's zone. */

const LANG = 'en-GB';
const whole = new Intl.NumberFormat(LANG);
const dayOnly = new Intl.DateTimeFormat(LANG, { day: 'numeric', month: 'short', year: 'numeric' });
const thisYear = new Intl.DateTimeFormat(LANG, { day: 'numeric', month: 'short' });
const clock = new Intl.DateTimeFormat(LANG, { hour: '2-digit', minute: '2-digit' });
const full = new Intl.DateTimeFormat(LANG, {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short',
});

export function count(n: number): string {
  return whole.format(n);
}

/** "1 claim", "1,200 claims". */
export function many(n: number, one: string, more = `${one}s`): string {
  return `${count(n)} ${n === 1 ? one : more}`;
}

/** "2 Jun 2025". */
export function day(time: string): string {
  return dayOnly.format(new Date(time));
}

/** "14:05" today, "Yesterday 14:05", "2 Jun 14:05" this year, "2 Jun 2025" before. */
export function when(time: string, now = new Date()): string {
  const at = new Date(time);
  const days = daysBetween(at, now);
  if (days === 0) return clock.format(at);
  if (days === 1) return `Yesterday ${clock.format(at)}`;
  if (at.getFullYear() === now.getFullYear()) return `${thisYear.format(at)} ${clock.format(at)}`;
  return dayOnly.format(at);
}

/** With seconds and zone, for the record. */
export function exact(time: string): string {
  return full.format(new Date(time));
}

/** How long ago or how far ahead, in the largest unit that fits: "4 d", "3 h", "now". */
export function span(from: string, now = new Date()): string {
  const minutes = Math.abs(now.getTime() - new Date(from).getTime()) / 60_000;
  if (minutes < 1) return 'now';
  if (minutes < 60) return `${Math.floor(minutes)} min`;
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h`;
  const days = Math.floor(minutes / (24 * 60));
  if (days < 60) return `${days} d`;
  if (days < 730) return `${Math.floor(days / 30.44)} mo`;
  return `${Math.floor(days / 365.25)} y`;
}

/** Calendar days from one time to another, in this machine's zone. */
export function daysBetween(from: Date, to: Date): number {
  const midnight = (date: Date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  return Math.round((midnight(to) - midnight(from)) / 86_400_000);
}

/** The first letters of a name, for a small round sign. */
export function initials(name: string): string {
  const words = name.split(/[\s-]+/).filter((word) => /^\p{L}/u.test(word) && !/^(dr|prof|mr|mrs|ms|mx)\.?$/iu.test(word));
  return [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => String.fromCodePoint(word?.codePointAt(0) ?? 0x20).trim()).join('').toUpperCase();
}
