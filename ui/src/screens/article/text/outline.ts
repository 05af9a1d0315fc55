/** The headings of a text, for the outline beside it. */
import type { Json } from '$lib/prose/schema';

export interface Entry {
  /** Path of the heading's block. */
  path: number[];
  level: number;
  text: string;
}

function textOf(node: Json): string {
  if (node.type === 'text') return typeof node.text === 'string' ? node.text : '';
  if (node.type === 'hard_break') return ' ';
  return Array.isArray(node.content) ? node.content.map((child) => textOf(child as Json)).join('') : '';
}

/** Headings of the text's own level; those inside tables and quotes are no sections. */
export function outlineOf(doc: Json): Entry[] {
  const blocks = Array.isArray(doc.content) ? (doc.content as Json[]) : [];
  const entries: Entry[] = [];
  blocks.forEach((block, at) => {
    if (block.type !== 'heading') return;
    const text = textOf(block).replace(/\s+/g, ' ').trim();
    const level = (block.attrs as { level?: unknown } | undefined)?.level;
    if (text !== '') entries.push({ path: [at], level: typeof level === 'number' ? level : 1, text });
  });
  return entries;
}

/** Whether the text itself begins with this title. */
export function beginsWith(doc: Json, title: string): boolean {
  const [first] = outlineOf(doc);
  const folded = (text: string) => text.replace(/\s+/g, ' ').trim().toLowerCase();
  return first?.path[0] === 0 && first.level === 1 && folded(first.text) === folded(title);
}
