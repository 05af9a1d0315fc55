/** What can be done to a text, by button, menu and key alike. */
import { exitCode, lift, setBlockType, toggleMark, wrapIn } from 'prosemirror-commands';
import type { MarkType, NodeType } from 'prosemirror-model';
import { liftListItem, sinkListItem, wrapInList } from 'prosemirror-schema-list';
import { NodeSelection, TextSelection, type Command, type EditorState } from 'prosemirror-state';
import { addRowAfter, goToNextCell, isInTable } from 'prosemirror-tables';
import { cleanText } from './clean';
import { inTable } from './guard';
import { allowedAddress, schema } from './schema';

const { nodes, marks } = schema;

/** Whether all of a selection, or what is about to be typed, has a mark. */
export function hasMark({ selection: { from, $from, to, empty }, storedMarks, doc }: EditorState, type: MarkType): boolean {
  if (empty) return type.isInSet(storedMarks ?? $from.marks()) !== undefined;
  let all = true;
  doc.nodesBetween(from, to, (node) => {
    if (node.isText && type.isInSet(node.marks) === undefined) all = false;
  });
  return all;
}

export const strong = toggleMark(marks.strong, null, { removeWhenPresent: false });
export const em = toggleMark(marks.em, null, { removeWhenPresent: false });
/** Raised and lowered exclude each other. */
export const superscript = oneOf(marks.superscript, marks.subscript);
export const subscript = oneOf(marks.subscript, marks.superscript);

function oneOf(type: MarkType, other: MarkType): Command {
  const toggle = toggleMark(type, null, { removeWhenPresent: false });
  return (state, dispatch) =>
    toggle(
      state,
      dispatch &&
        ((tr) => {
          const { from, to, empty } = tr.selection;
          dispatch(empty ? tr.removeStoredMark(other) : tr.removeMark(from, to, other));
        }),
    );
}

export const paragraph = setBlockType(nodes.paragraph);
export function heading(level: number): Command {
  return setBlockType(nodes.heading, { level });
}

/** The innermost block of a type around the selection; its depth, or 0. */
function depthOf({ selection: { $from } }: EditorState, ...types: NodeType[]): number {
  for (let depth = $from.depth; depth > 0; depth -= 1) if (types.includes($from.node(depth).type)) return depth;
  return 0;
}

/** The list around the selection, if it is in one. */
export function listType(state: EditorState): NodeType | null {
  const depth = depthOf(state, nodes.bullet_list, nodes.ordered_list);
  return depth === 0 ? null : state.selection.$from.node(depth).type;
}

/** Makes a list, turns one kind into the other, or ends it. */
export function toggleList(type: NodeType): Command {
  return (state, dispatch) => {
    const depth = depthOf(state, nodes.bullet_list, nodes.ordered_list);
    if (depth === 0) return wrapInList(type)(state, dispatch);
    const { $from } = state.selection;
    if ($from.node(depth).type === type) return liftListItem(nodes.list_item)(state, dispatch);
    dispatch?.(state.tr.setNodeMarkup($from.before(depth), type));
    return true;
  };
}

export const indent = sinkListItem(nodes.list_item);
export const outdent = liftListItem(nodes.list_item);

export function inQuote(state: EditorState): boolean {
  return depthOf(state, nodes.blockquote) > 0;
}
export const toggleQuote: Command = (state, dispatch) =>
  inQuote(state) ? lift(state, dispatch) : wrapIn(nodes.blockquote)(state, dispatch);

export const lineBreak: Command = (state, dispatch) => {
  if (exitCode(state, dispatch)) return true;
  dispatch?.(state.tr.replaceSelectionWith(nodes.hard_break.create(), true).scrollIntoView());
  return true;
};

/** A table with a row of headings, after the block the selection is in; never inside another table. */
export function insertTable(rows: number, columns: number): Command {
  return (state, dispatch) => {
    const { $from } = state.selection;
    if (inTable($from)) return false;
    if (dispatch) {
      const row = (type: NodeType) =>
        nodes.table_row.create(
          null,
          Array.from({ length: columns }, () => type.create(null, nodes.paragraph.create())),
        );
      const table = nodes.table.create(
        null,
        Array.from({ length: rows }, (_, at) => row(at === 0 ? nodes.table_header : nodes.table_cell)),
      );
      const block = $from.depth === 0 ? null : $from.node(1);
      const replaced = $from.depth === 1 && block?.content.size === 0;
      const at = $from.depth === 0 ? $from.pos : replaced ? $from.before(1) : $from.after(1);
      const tr = replaced ? state.tr.replaceWith(at, $from.after(1), table) : state.tr.insert(at, table);
      dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(at + 1))).scrollIntoView());
    }
    return true;
  };
}

/** The next cell; after the last one, a new row. */
export const nextCell: Command = (state, dispatch, view) => {
  if (!isInTable(state)) return false;
  if (goToNextCell(1)(state, dispatch)) return true;
  if (dispatch && view && addRowAfter(state, dispatch)) goToNextCell(1)(view.state, view.dispatch);
  return true;
};

/** The link around the selection: its address and its reach. */
export function linkAt(state: EditorState): { href: string; from: number; to: number } | null {
  const { $from, from, to, empty } = state.selection;
  const mark = marks.link.isInSet(empty ? $from.marks() : (state.doc.nodeAt(from)?.marks ?? []));
  if (mark === undefined) return null;
  const { parent } = $from;
  let [start, end] = [from, to];
  parent.forEach((node, offset) => {
    const at = $from.start() + offset;
    const touches = at <= to && at + node.nodeSize >= from;
    if (touches && mark.isInSet(node.marks)) [start, end] = [Math.min(start, at), Math.max(end, at + node.nodeSize)];
  });
  return { href: String(mark.attrs.href), from: start, to: end };
}

/** What a person means by an address: `www.x.org` and `a@b.org` are led where they should. Null where it is none. */
export function addressFrom(text: string): string | null {
  const typed = text.trim();
  if (allowedAddress(typed)) return typed;
  if (/^[^\s@/]+@[^\s@/]+\.[^\s@/]+$/.test(typed)) return `mailto:${typed}`;
  if (/^10\.\d{4,9}\/\S+$/.test(typed)) return `https://doi.org/${typed}`;
  if (/^[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+(\/\S*)?$/u.test(typed)) return `https://${typed}`;
  return null;
}

/** Links the selection, or the words given where nothing is selected. */
export function setLink(href: string, words: string): Command {
  return (state, dispatch) => {
    if (!allowedAddress(href)) return false;
    const old = linkAt(state);
    const { from, to } = old ?? state.selection;
    const { tr } = state;
    const mark = marks.link.create({ href });
    if (from === to) {
      const text = cleanText(words).trim() || href;
      tr.replaceWith(from, to, schema.text(text, mark.addToSet(state.selection.$from.marks())));
    } else {
      tr.removeMark(from, to, marks.link).addMark(from, to, mark);
    }
    dispatch?.(tr.scrollIntoView());
    return true;
  };
}

export const removeLink: Command = (state, dispatch) => {
  const link = linkAt(state);
  if (link === null) return false;
  dispatch?.(state.tr.removeMark(link.from, link.to, marks.link));
  return true;
};

/** Cites in place of a range. Beside another citation mark the two become one. */
export function cite(keys: readonly string[], from: number, to: number): Command {
  return (state, dispatch) => {
    const before = state.doc.resolve(from).nodeBefore;
    const joins = before?.type === nodes.citation;
    const all = [...new Set([...(joins ? (before.attrs.keys as string[]) : []), ...keys])];
    const start = joins ? from - before.nodeSize : from;
    const tr = state.tr.replaceWith(start, to, nodes.citation.create({ keys: all, mark: '' }));
    tr.setSelection(TextSelection.create(tr.doc, start + 1));
    dispatch?.(tr.scrollIntoView());
    return true;
  };
}

/** The citation mark that is selected. */
export function selectedCitation({ selection }: EditorState): string[] | null {
  return selection instanceof NodeSelection && selection.node.type === nodes.citation
    ? (selection.node.attrs.keys as string[])
    : null;
}

/** What kind of block the selection is in: 0 for a paragraph, a heading's level, null for several kinds. */
export function blockLevel(state: EditorState): number | null {
  const levels = new Set<number>();
  state.doc.nodesBetween(state.selection.from, state.selection.to, (node) => {
    if (node.isTextblock) levels.add(node.type === nodes.heading ? (node.attrs.level as number) : 0);
    return !node.isTextblock;
  });
  const [level] = levels;
  return levels.size === 1 && level !== undefined ? level : null;
}
