/**
 * What is laid over a text without being part of it: claims, threads, hits, changes, text that is gone. Given
 * in the desk's positions, drawn as decorations, and carried along while the text is edited.
 */
import { DOMSerializer, Fragment, type Node } from 'prosemirror-model';
import { Plugin, PluginKey, type EditorState } from 'prosemirror-state';
import { Decoration, DecorationSet, type EditorView } from 'prosemirror-view';
import type { Judgement } from '$lib/bindings';
import { nodeAt, toPosition, toRange, type Point, type Span } from './positions';
import { schema, type Json } from './schema';

/** How something laid over the text looks; see styles/prose.css. Several may be given, parted by spaces. */
export type Look =
  | `claim ${Judgement}${'' | ' changed'}${'' | ' doubted'}`
  | 'candidate'
  | 'thread'
  | 'thread resolved'
  | 'finding'
  | 'finding blocking'
  | 'spot'
  | 'hit'
  | 'hit current'
  | 'inserted'
  | 'inserted clinical'
  | 'deleted'
  | 'deleted clinical'
  | 'moved'
  | 'moved-away'
  | 'restyled';

/** A stretch of text made to stand out. */
export interface Highlight {
  id: string;
  span: Span;
  look: Look;
  /** Said when hovered. */
  label?: string;
}

/** Inline text shown at a place where it is not, such as words that were deleted. */
export interface Ghost {
  id: string;
  at: Point;
  /** Inline nodes. */
  content: Json[];
  look: Look;
  label?: string;
}

/** Whole blocks shown before a top-level block, or at the end of the text (null). */
export interface GhostBlocks {
  id: string;
  before: number | null;
  blocks: Json[];
  look: Look;
  label?: string;
}

/** A block made to stand out. */
export interface BlockLook {
  path: number[];
  look: Look;
  label?: string;
}

/** Top-level blocks folded away behind a line that names them. */
export interface Fold {
  id: string;
  from: number;
  to: number;
  label: string;
}

export interface Overlay {
  highlights?: readonly Highlight[];
  ghosts?: readonly Ghost[];
  ghostBlocks?: readonly GhostBlocks[];
  blocks?: readonly BlockLook[];
  folds?: readonly Fold[];
  /** The highlight, ghost or block that has the reader's attention. */
  active?: string | null;
}

interface Laid {
  overlay: Overlay;
  set: DecorationSet;
}
interface Spec {
  id?: string;
}

const key = new PluginKey<Laid>('overlay');
const serializer = DOMSerializer.fromSchema(schema);

/** The DOM of nodes as they cross: for rows and ghosts, where there is no editor. */
export function drawNodes(content: readonly Json[]): DocumentFragment {
  const nodes = content.map((json) => schema.nodeFromJSON(json));
  return serializer.serializeFragment(Fragment.from(nodes)) as DocumentFragment;
}

function laid(doc: Node, overlay: Overlay, onunfold: (id: string) => void): DecorationSet {
  const active = (id: string) => (id === overlay.active ? ' active' : '');
  const all: Decoration[] = [];
  for (const { id, span, look, label } of overlay.highlights ?? []) {
    const range = toRange(doc, span);
    if (range === null) continue;
    const attrs = { class: look + active(id), ...(label === undefined ? {} : { title: label }) };
    all.push(Decoration.inline(range.from, range.to, attrs, { id }));
  }
  for (const ghost of overlay.ghosts ?? []) {
    const at = toPosition(doc, ghost.at);
    if (at === null) continue;
    const look = ghost.look + active(ghost.id);
    const drawnKey = `${ghost.id} ${look} ${JSON.stringify(ghost.content)}`;
    all.push(Decoration.widget(at, () => drawGhost('span', ghost, ghost.content, look), { id: ghost.id, key: drawnKey, side: -1, marks: [] }));
  }
  for (const ghost of overlay.ghostBlocks ?? []) {
    const at = ghost.before === null ? doc.content.size : nodeAt(doc, [ghost.before])?.before;
    if (at === undefined) continue;
    const look = ghost.look + active(ghost.id);
    const drawnKey = `${ghost.id} ${look} ${JSON.stringify(ghost.blocks)}`;
    all.push(Decoration.widget(at, () => drawGhost('div', ghost, ghost.blocks, look), { id: ghost.id, key: drawnKey, side: -1 }));
  }
  for (const { path, look, label } of overlay.blocks ?? []) {
    const found = nodeAt(doc, path);
    if (found === null) continue;
    const attrs = { class: look, ...(label === undefined ? {} : { title: label }) };
    all.push(Decoration.node(found.before, found.before + found.node.nodeSize, attrs));
  }
  for (const fold of overlay.folds ?? []) {
    for (let index = fold.from; index < fold.to; index += 1) {
      const found = nodeAt(doc, [index]);
      if (found === null) break;
      if (index === fold.from) all.push(Decoration.widget(found.before, () => drawFold(fold, onunfold), { key: `${fold.id} ${fold.label}`, side: -1 }));
      all.push(Decoration.node(found.before, found.before + found.node.nodeSize, { class: 'folded' }));
    }
  }
  return DecorationSet.create(doc, all);
}

function drawGhost(tag: 'span' | 'div', { id, label }: { id: string; label?: string }, content: readonly Json[], look: string): HTMLElement {
  const element = document.createElement(tag);
  element.className = `ghost ${look}`;
  element.dataset.id = id;
  if (label !== undefined) element.title = label;
  element.append(drawNodes(content));
  return element;
}

function drawFold(fold: Fold, onunfold: (id: string) => void): HTMLElement {
  const line = document.createElement('button');
  line.type = 'button';
  line.className = 'fold';
  line.textContent = fold.label;
  line.addEventListener('click', () => onunfold(fold.id));
  return line;
}

/** Lays this over the text from the beginning; for later, see {@link lay}. */
export function overlays(first: Overlay, onunfold: (id: string) => void = () => undefined): Plugin {
  return new Plugin({
    key,
    state: {
      init: (_, { doc }): Laid => ({ overlay: first, set: laid(doc, first, onunfold) }),
      apply: (tr, before: Laid): Laid => {
        const overlay = tr.getMeta(key) as Overlay | undefined;
        if (overlay !== undefined) return { overlay, set: laid(tr.doc, overlay, onunfold) };
        return tr.docChanged ? { ...before, set: before.set.map(tr.mapping, tr.doc) } : before;
      },
    },
    props: { decorations: (state: EditorState) => key.getState(state)?.set },
  });
}

/** Lays this over the text, in place of what was. */
export function lay(view: EditorView, overlay: Overlay): void {
  if (key.getState(view.state)?.overlay === overlay) return;
  view.dispatch(view.state.tr.setMeta(key, overlay).setMeta('addToHistory', false));
}

/** What lies over a position, innermost (shortest) first. */
export function idsAt(state: EditorState, position: number): string[] {
  const found = key.getState(state)?.set.find(position, position) ?? [];
  return found
    .filter((decoration) => (decoration.spec as Spec).id !== undefined)
    .sort((a, b) => a.to - a.from - (b.to - b.from))
    .map((decoration) => (decoration.spec as Spec).id ?? '');
}

/** Where something laid over the text begins, or null where it is not in sight. */
export function positionOf(state: EditorState, id: string): number | null {
  const found = key.getState(state)?.set.find(undefined, undefined, (spec) => (spec as Spec).id === id);
  return found?.[0]?.from ?? null;
}

/** What lies over a range, in reading order, each once. */
export function idsBetween(state: EditorState, from: number, to: number): string[] {
  const found = key.getState(state)?.set.find(from, to) ?? [];
  const ids = [...found].sort((a, b) => a.from - b.from).map((decoration) => (decoration.spec as Spec).id);
  return [...new Set(ids.filter((id) => id !== undefined))];
}
