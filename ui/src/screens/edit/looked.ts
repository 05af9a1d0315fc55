/** Which comparisons an editor has opened from here: a text is put on top of another only after a look at it. */
import { SvelteSet } from 'svelte/reactivity';

const looked = new SvelteSet<string>();
const key = (article: string, from: number, to: number) => `${article} ${from}..${to}`;

export function look(article: string, from: number, to: number): void {
  looked.add(key(article, from, to));
}
export function hasLooked(article: string, from: number, to: number): boolean {
  return looked.has(key(article, from, to));
}
