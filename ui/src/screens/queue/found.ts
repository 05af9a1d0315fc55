/** Reads what a search found: the desk sets `[` and `]` around each word. */
export interface Run {
  text: string;
  mark: boolean;
}

/** Brackets of the text itself stay: only a pair without another opening inside is a mark. */
export function runsOf(found: string): Run[] {
  return found
    .split(/\[([^[\]]*)\]/)
    .map((text, at) => ({ text, mark: at % 2 === 1 }))
    .filter(({ text }) => text !== '');
}

/** A date that is due, as the days until then. */
export function dueIn(days: number): string {
  if (days === 0) return 'today';
  if (days === 1) return 'tomorrow';
  return days < 0 ? `${-days} d late` : `in ${days} d`;
}
