/** The hits of a search, marked in the text and walked through; kept right while the text changes. */
import { Plugin, PluginKey, TextSelection, type EditorState, type Transaction } from 'prosemirror-state';
import { Decoration, DecorationSet, type EditorView } from 'prosemirror-view';
import { find, replace, type Hit, type Search } from './find';

interface Found {
  search: Search | null;
  hits: Hit[];
  /** Index of the hit one stands at; -1 before any. */
  current: number;
  set: DecorationSet;
}
type Change = { search: Search | null } | { current: number };

const key = new PluginKey<Found>('hits');
const NOTHING: Found = { search: null, hits: [], current: -1, set: DecorationSet.empty };

function marked({ search, hits, current }: Omit<Found, 'set'>, tr: Transaction): Found {
  const set = DecorationSet.create(
    tr.doc,
    hits.map(({ from, to }, at) => Decoration.inline(from, to, { class: at === current ? 'hit current' : 'hit' })),
  );
  return { search, hits, current, set };
}

export function hits(): Plugin {
  return new Plugin({
    key,
    state: {
      init: () => NOTHING,
      apply: (tr, before: Found): Found => {
        const change = tr.getMeta(key) as Change | undefined;
        const search = change !== undefined && 'search' in change ? change.search : before.search;
        if (search === null) return NOTHING;
        if (change !== undefined && 'current' in change) return marked({ ...before, current: change.current }, tr);
        if (change === undefined && !tr.docChanged) return before;
        const found = find(tr.doc, search);
        return marked({ search, hits: found, current: Math.min(before.current, found.length - 1) }, tr);
      },
    },
    props: { decorations: (state: EditorState) => key.getState(state)?.set },
  });
}

/** How many there are, and which one stands at (from 1; 0 before any). */
export function counted(state: EditorState): { total: number; at: number } {
  const found = key.getState(state) ?? NOTHING;
  return { total: found.hits.length, at: found.current + 1 };
}

/** Marks what a search finds; null ends it. */
export function search(view: EditorView, what: Search | null): void {
  view.dispatch(view.state.tr.setMeta(key, { search: what }).setMeta('addToHistory', false));
}

/** Goes to the next hit (1) or the one before (-1), starting from where the selection is, round and round. */
export function step(view: EditorView, by: 1 | -1): void {
  const { hits: all, current } = key.getState(view.state) ?? NOTHING;
  if (all.length === 0) return;
  const at = view.state.selection.from;
  const after = all.findIndex(({ from }) => from >= at);
  const fresh = by === 1 ? (after === -1 ? 0 : after) : (after <= 0 ? all.length : after) - 1;
  const next = current === -1 ? fresh : (current + by + all.length) % all.length;
  const hit = all[next];
  if (hit === undefined) return;
  const selection = TextSelection.create(view.state.doc, hit.from, hit.to);
  view.dispatch(view.state.tr.setSelection(selection).setMeta(key, { current: next }).setMeta('addToHistory', false));
  const dom = view.domAtPos(hit.from).node;
  (dom instanceof HTMLElement ? dom : dom.parentElement)?.scrollIntoView({ block: 'center' });
}

/** Replaces the hit one stands at and goes to the next, or all at once; says how many. */
export function replaceHits(view: EditorView, by: string, all: boolean): number {
  const found = key.getState(view.state) ?? NOTHING;
  const chosen = all ? found.hits : found.hits.slice(Math.max(0, found.current)).slice(0, 1);
  if (chosen.length === 0) return 0;
  view.dispatch(replace(view.state, chosen, by));
  if (!all) {
    view.dispatch(view.state.tr.setMeta(key, { current: -1 }).setMeta('addToHistory', false));
    step(view, 1);
  }
  return chosen.length;
}
