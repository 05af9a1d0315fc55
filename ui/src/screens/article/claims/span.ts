import type { Span } from '$lib/prose/positions';

/** Whether two spans are the same stretch of text. */
export function sameSpan(a: Span | null, b: Span | null): boolean {
  if (a === null || b === null) return a === b;
  return a.start === b.start && a.end === b.end && a.block.join('.') === b.block.join('.');
}
