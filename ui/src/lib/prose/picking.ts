/** Picking a source while writing: a `[` begins, what follows searches, and a mark takes the place of both. */
import { Plugin, PluginKey, TextSelection, type EditorState, type Transaction } from 'prosemirror-state';
import { Decoration, DecorationSet, type EditorView } from 'prosemirror-view';

/** Where the `[` stands and what was typed behind it. */
export interface Picking {
  from: number;
  to: number;
  text: string;
}

const LONGEST = 80;
const key = new PluginKey<Picking | null>('picking');

function still(tr: Transaction, from: number): Picking | null {
  const { selection, doc } = tr;
  if (!(selection instanceof TextSelection) || !selection.empty) return null;
  const { $from } = selection;
  if (from < $from.start() || from >= $from.pos) return null;
  const text = doc.textBetween(from, $from.pos);
  const fits = text.startsWith('[') && text.length <= LONGEST && !/[\]\n\uFFFC]/.test(text);
  return fits ? { from, to: $from.pos, text: text.slice(1) } : null;
}

/** `onkey` has the keys while a source is being picked. */
export function picking(onkey: (event: KeyboardEvent) => boolean): Plugin {
  return new Plugin({
    key,
    state: {
      init: () => null,
      apply: (tr, before: Picking | null): Picking | null => {
        const meta = tr.getMeta(key) as { from: number } | 'end' | undefined;
        if (meta === 'end') return null;
        if (meta !== undefined) return still(tr, meta.from);
        return before === null ? null : still(tr, tr.mapping.map(before.from, -1));
      },
    },
    props: {
      handleTextInput: (view, from, to, text) => {
        if (text !== '[') return false;
        begin(view, from, to);
        return true;
      },
      handleKeyDown: (view, event) => key.getState(view.state) != null && onkey(event),
      decorations: (state: EditorState) => {
        const now = key.getState(state);
        return now == null ? null : DecorationSet.create(state.doc, [Decoration.inline(now.from, now.to, { class: 'picking' })]);
      },
    },
  });
}

export function pickingIn(state: EditorState): Picking | null {
  return key.getState(state) ?? null;
}

/** Puts a `[` in place of the selection and begins. */
export function begin(view: EditorView, from = view.state.selection.from, to = view.state.selection.to): void {
  view.dispatch(view.state.tr.insertText('[', from, to).setMeta(key, { from }).scrollIntoView());
}

/** Ends it and leaves what was typed. */
export function end(view: EditorView): void {
  view.dispatch(view.state.tr.setMeta(key, 'end'));
}
