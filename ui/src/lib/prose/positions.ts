/**
 * Between the desk's positions and ProseMirror's. The desk counts a text block's path from the document
 * down and Unicode code points within the block's text; ProseMirror counts tokens and UTF-16 units. Only
 * this file knows both.
 */
import type { Node } from 'prosemirror-model';

/** A place in the text of a block. */
export interface Point {
  block: number[];
  /** Code points before it in the block's text; a leaf counts as one. */
  offset: number;
}

/** A stretch of one block's text. */
export interface Span {
  block: number[];
  start: number;
  end: number;
}

/** A text block: where it is and what it is. */
export interface TextBlock {
  path: number[];
  node: Node;
  /** Position before its first inline node. */
  from: number;
}

const HIGH = /[\uD800-\uDBFF]$/;

/** Code points in the first `units` UTF-16 units; a pair that is cut counts not at all. */
function pointsIn(text: string, units: number): number {
  const whole = text.slice(0, units);
  return Array.from(HIGH.test(whole) ? whole.slice(0, -1) : whole).length;
}

/** UTF-16 units of the first `points` code points; null where there are fewer. */
function unitsOf(text: string, points: number): number | null {
  let units = 0;
  let left = points;
  for (const point of text) {
    if (left === 0) return units;
    units += point.length;
    left -= 1;
  }
  return left === 0 ? units : null;
}

/** The text of a block as positions count it, in UTF-16 units: every unit is one ProseMirror position. */
export function textOf(block: Node): string {
  return block.textBetween(0, block.content.size);
}

/** Every heading and paragraph, in reading order. */
export function textBlocks(doc: Node): TextBlock[] {
  const blocks: TextBlock[] = [];
  const walk = (node: Node, from: number, path: number[]): void => {
    node.forEach((child, offset, index) => {
      const inner = { path: [...path, index], node: child, from: from + offset + 1 };
      if (child.isTextblock) blocks.push(inner);
      else walk(child, inner.from, inner.path);
    });
  };
  walk(doc, 0, []);
  return blocks;
}

/** The text block at a path; null where there is none. */
export function textBlockAt(doc: Node, path: readonly number[]): TextBlock | null {
  const found = nodeAt(doc, path);
  return found?.node.isTextblock === true ? { path: [...path], node: found.node, from: found.before + 1 } : null;
}

/** The node at a path and the position before it; null where there is none. */
export function nodeAt(doc: Node, path: readonly number[]): { node: Node; before: number } | null {
  let node = doc;
  let inside = 0;
  let before = -1;
  for (const index of path) {
    if (index >= node.childCount || node.isTextblock) return null;
    before = inside;
    for (let sibling = 0; sibling < index; sibling += 1) before += node.child(sibling).nodeSize;
    node = node.child(index);
    inside = before + 1;
  }
  return before < 0 ? null : { node, before };
}

/** ProseMirror's position of a point; null where there is no such block or no such offset. */
export function toPosition(doc: Node, { block, offset }: Point): number | null {
  const found = textBlockAt(doc, block);
  if (found === null) return null;
  const units = unitsOf(textOf(found.node), offset);
  return units === null ? null : found.from + units;
}

/** The point at a position; null where it is in no text block. */
export function toPoint(doc: Node, position: number): Point | null {
  const at = doc.resolve(position);
  if (!at.parent.isTextblock) return null;
  const block = Array.from({ length: at.depth }, (_, depth) => at.index(depth));
  return { block, offset: pointsIn(textOf(at.parent), at.parentOffset) };
}

/** ProseMirror's range of a span; null where the document has no such span. */
export function toRange(doc: Node, { block, start, end }: Span): { from: number; to: number } | null {
  const from = toPosition(doc, { block, offset: start });
  const to = toPosition(doc, { block, offset: end });
  return from === null || to === null || to < from ? null : { from, to };
}

/**
 * The span of a range; null where it reaches over several blocks. A range that ends where a block begins,
 * as a triple click makes it, ends in the block before.
 */
export function toSpan(doc: Node, from: number, to: number): Span | null {
  const start = toPoint(doc, from);
  if (start === null) return null;
  const within = doc.resolve(from);
  const last = within.end();
  const reach = to > last && doc.textBetween(last, to, '', (leaf) => (leaf.isText ? '' : 'x')) === '' ? last : to;
  if (reach > last || reach <= from) return null;
  const end = toPoint(doc, reach);
  return end === null ? null : { block: start.block, start: start.offset, end: end.offset };
}
