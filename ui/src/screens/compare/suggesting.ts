/** What stretch of the newer text a suggestion on a change is about: the sentences that it shows in. */
import { read, type Json, type Span } from '$lib/prose';
import { textBlockAt, textOf } from '$lib/prose/positions';

const ENDS = /[.!?…:]/u;
const SPACE = /\s/u;

/** The sentences around a span, with their words as an anchor quotes them; null where there are none. */
export function sentencesAround(doc: Json, { block, start, end }: Span): { span: Span; words: string } | null {
  const found = textBlockAt(read(doc), block);
  if (found === null) return null;
  const points = Array.from(textOf(found.node));
  const parts = (at: number) => at === 0 || (SPACE.test(points[at - 1] ?? '') && ENDS.test(points[at - 2] ?? ''));
  let from = Math.min(start, Math.max(0, points.length - 1));
  while (!parts(from)) from -= 1;
  let to = Math.max(end, from + 1);
  while (to < points.length && !parts(to)) to += 1;
  while (to > from && SPACE.test(points[to - 1] ?? '')) to -= 1;
  const words = points
    .slice(from, to)
    .filter((point) => point !== '\uFFFC')
    .join('')
    .replace(/\s+/gu, ' ')
    .trim();
  return words === '' ? null : { span: { block, start: from, end: to }, words };
}
