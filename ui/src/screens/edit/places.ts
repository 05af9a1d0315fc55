/**
 * Where the words that discussions point at stand in a text that is being written. Their anchors are places in
 * the newest revision; the words are looked for in their own block first, then in the only block that has them.
 */
import type { Anchor, ArticleView, Thread } from '$lib/bindings';
import { read, type Highlight, type Json, type Overlay, type Span } from '$lib/prose';
import { textBlocks, textOf } from '$lib/prose/positions';

interface Folded {
  path: number[];
  text: string;
  /** The code point that each UTF-16 unit of the text comes from. */
  from: number[];
}

/** A block's text as anchors quote it: leaves left out, white space folded. */
function folded(path: number[], block: string): Folded {
  let text = '';
  const from: number[] = [];
  Array.from(block).forEach((point, at) => {
    const space = /\s/u.test(point);
    if (point === '\uFFFC' || (space && (text === '' || text.endsWith(' ')))) return;
    text += space ? ' ' : point;
    from.push(...Array<number>(point.length).fill(at));
  });
  return { path, text, from };
}

function spansIn({ path, text, from }: Folded, quote: string): Span[] {
  const spans: Span[] = [];
  for (let at = text.indexOf(quote); at !== -1; at = text.indexOf(quote, at + 1)) {
    spans.push({ block: path, start: from[at] ?? 0, end: (from[at + quote.length - 1] ?? 0) + 1 });
  }
  return spans;
}

/** Finds the words of anchors; null where they are gone or stand in several places. */
export function placesIn(text: Json): (anchor: Anchor) => Span | null {
  const blocks = textBlocks(read(text)).map(({ path, node }) => folded(path, textOf(node)));
  return ({ block, start, quote }) => {
    if (quote === '') return null;
    const home = blocks.find(({ path }) => path.join() === block.join());
    const near = home === undefined ? [] : spansIn(home, quote);
    const [nearest] = near.toSorted((a, b) => Math.abs(a.start - start) - Math.abs(b.start - start));
    if (nearest !== undefined) return nearest;
    const [only, ...others] = blocks.flatMap((one) => spansIn(one, quote));
    return others.length === 0 ? (only ?? null) : null;
  };
}

/** Where a discussion points in the newest revision. */
export function anchorOf({ on }: Thread, view: ArticleView): Anchor | null {
  if (on.type === 'article') return null;
  if (on.type === 'claim') return view.claims.find(({ id }) => id === on.claim)?.anchor ?? null;
  return on.anchor;
}

/** The open discussions, laid over the text as it is written. */
export function laidOver(text: Json, view: ArticleView, threads: readonly Thread[], chosen: Thread | null): Overlay {
  const placeOf = placesIn(text);
  const highlights = threads.flatMap((thread): Highlight[] => {
    const anchor = anchorOf(thread, view);
    const span = anchor === null ? null : placeOf(anchor);
    return span === null ? [] : [{ id: `thread ${thread.id}`, span, look: 'thread', label: 'Discussion' }];
  });
  return { highlights, active: chosen === null ? null : `thread ${chosen.id}` };
}
