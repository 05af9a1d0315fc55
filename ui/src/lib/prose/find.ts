/** Finding words in a text, and replacing them. */
import type { Node } from 'prosemirror-model';
import type { EditorState, Transaction } from 'prosemirror-state';
import { cleanText } from './clean';
import { textBlocks, textOf } from './positions';
import { schema } from './schema';

export interface Search {
  text: string;
  /** Capitals matter. */
  exact: boolean;
  /** Only where no letter or digit adjoins. */
  whole: boolean;
}

/** A place where the words stand, as ProseMirror's positions. */
export interface Hit {
  from: number;
  to: number;
}

const WORD = /[\p{L}\p{N}\p{M}_]/u;

/** White space matches any, straight quotation marks match curly ones; everything else is what it is. */
function pattern({ text, exact }: Search): RegExp | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  const source = trimmed
    .replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
    .replace(/\s+/g, '\\s+')
    .replace(/['’‘]/g, "['’‘]")
    .replace(/["“”]/g, '["“”]');
  return new RegExp(source, exact ? 'gu' : 'giu');
}

/** Every place, in reading order. Words are found across marks, never across blocks. */
export function find(doc: Node, search: Search): Hit[] {
  const words = pattern(search);
  if (words === null) return [];
  const hits: Hit[] = [];
  for (const { node, from } of textBlocks(doc)) {
    const text = textOf(node);
    for (const { 0: found, index } of text.matchAll(words)) {
      const end = index + found.length;
      if (search.whole && (WORD.test(before(text, index)) || WORD.test(after(text, end)))) continue;
      hits.push({ from: from + index, to: from + end });
    }
  }
  return hits;
}

function before(text: string, at: number): string {
  return Array.from(text.slice(Math.max(0, at - 2), at)).at(-1) ?? '';
}

function after(text: string, at: number): string {
  return Array.from(text.slice(at, at + 2))[0] ?? '';
}

/** Puts words in the place of hits, with the marks of the first that were there; one step to undo. */
export function replace(state: EditorState, hits: readonly Hit[], by: string): Transaction {
  const { tr } = state;
  const words = cleanText(by).replace(/\n/g, ' ');
  for (const { from, to } of hits.toReversed()) {
    const marks = state.doc.nodeAt(from)?.marks ?? [];
    if (words === '') tr.delete(from, to);
    else tr.replaceWith(from, to, schema.text(words, marks));
  }
  return tr;
}

/** Words of a text: what stands between white space, leaves left out. */
export function countWords(doc: Node): number {
  let words = 0;
  for (const { node } of textBlocks(doc)) words += textOf(node).replaceAll('\uFFFC', '').match(/\S+/g)?.length ?? 0;
  return words;
}
