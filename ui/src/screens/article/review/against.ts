/** What stands against approving now, from what the desk has shown; the desk itself decides when it is signed. */
import type { Reading } from '../reading.svelte';

export function againstApproval(reading: Reading): string | null {
  const { mine } = reading.view;
  const [first, ...more] = reading.blocking;
  if (first !== undefined) {
    return more.length === 0 ? `A check blocks this: ${first.sentence}` : `${more.length + 1} checks block this. The first: ${first.sentence}`;
  }
  const left = mine.clinical - mine.acknowledged.length;
  if (left > 0) {
    return left === 1
      ? `A clinical change since revision ${mine.base ?? 0} is not acknowledged yet.`
      : `${left} clinical changes since revision ${mine.base ?? 0} are not acknowledged yet.`;
  }
  return null;
}
