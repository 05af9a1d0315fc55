/** Reads what a search found: the desk sets `[` and `]` around each word. */
export interface Run {
  text: string;
  mark: boolean;
}

const BEFORE = 28;

/** Brackets of the text itself stay: only a pair without another opening inside is a mark. */
export function runsOf(found: string): Run[] {
  return found
    .split(/\[([^[\]]*)\]/)
    .map((text, at) => ({ text: at === 0 ? end(text) : text, mark: at % 2 === 1 }))
    .filter(({ text }) => text !== '');
}

/** The last words before the first mark: more would push it out of sight. */
function end(text: string): string {
  if (text.length <= BEFORE) return text;
  const from = text.indexOf(' ', text.length - BEFORE);
  return `…${from === -1 ? text.slice(-BEFORE) : text.slice(from + 1)}`;
}

/** A date that is due, as the days until then. */
export function dueIn(days: number): string {
  if (days === 0) return 'today';
  if (days === 1) return 'tomorrow';
  return days < 0 ? `${-days} d late` : `in ${days} d`;
}
