/** The list of claims goes along with the text: what is in sight there comes into sight here. */
import type { Attachment } from 'svelte/attachments';
import type { Reading } from '../reading.svelte';

export function followText(reading: Reading): Attachment<HTMLElement> {
  return (list) => {
    const marks = reading.inSight.filter((mark) => mark.startsWith('claim '));
    const rows = new Map([...list.querySelectorAll<HTMLElement>('[data-claim]')].map((row) => [row.dataset.claim, row]));
    for (const [id, row] of rows) row.classList.toggle('in-sight', marks.includes(`claim ${id ?? ''}`));
    // Whoever works in the list is not moved about in it; nor is what was just chosen.
    if (performance.now() < reading.still || list.matches(':hover, :focus-within')) return;
    const seen = marks.map((mark) => rows.get(mark.slice('claim '.length))).filter((row) => row !== undefined);
    seen.at(-1)?.scrollIntoView({ block: 'nearest' });
    seen[0]?.scrollIntoView({ block: 'nearest' });
  };
}
