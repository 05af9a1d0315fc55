/**
 * What the model forbids and a schema cannot: a table inside a table, at whatever depth. Pasted ones are taken
 * apart; a change that would make one all the same is refused.
 */
import { Fragment, Slice, type Node, type ResolvedPos } from 'prosemirror-model';
import { Plugin } from 'prosemirror-state';
import { schema } from './schema';

const { table } = schema.nodes;

/** Whether a position is inside a table, at any depth. */
export function inTable(at: ResolvedPos): boolean {
  for (let depth = at.depth; depth > 0; depth -= 1) if (at.node(depth).type === table) return true;
  return false;
}

function nested(node: Node, within: boolean): boolean {
  if (node.isTextblock) return false;
  const inside = within || node.type === table;
  let found = false;
  node.forEach((child) => {
    found ||= (inside && child.type === table) || nested(child, inside);
  });
  return found;
}

/** A table's blocks, cell by cell. */
function blocksOf(node: Node): Node[] {
  return node.children.flatMap((row) => row.children.flatMap((cell) => cell.children));
}

function flattened(content: Fragment, within: boolean): Fragment {
  return Fragment.from(
    content.content.flatMap((node) => {
      if (node.isTextblock || node.isLeaf) return [node];
      const inner = node.copy(flattened(node.content, within || node.type === table));
      return within && node.type === table ? blocksOf(inner) : [inner];
    }),
  );
}

/** What is pasted at a place, without tables in tables. Cells alone go into cells, so a lone table stays one. */
export function fitting(slice: Slice, at: ResolvedPos): Slice {
  const lone = slice.content.childCount === 1;
  const content = flattened(slice.content, inTable(at) && !lone);
  return content.eq(slice.content) ? slice : new Slice(content, Math.min(slice.openStart, 1), Math.min(slice.openEnd, 1));
}

/** Refuses a change that puts a table into a table. */
export function guard(): Plugin {
  return new Plugin({
    filterTransaction: (tr) => !tr.docChanged || !nested(tr.doc, false),
  });
}
