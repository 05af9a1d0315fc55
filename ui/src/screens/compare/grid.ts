/** Tables of a comparison as they are drawn: the lines of both tables in one grid, and what stands in each cell. */
import type { LineKind, Row, Table, Line } from '$lib/bindings';
import type { Json } from '$lib/prose/schema';
import type { Side } from './runs';

export interface Cell {
  key: string;
  rows: Row[];
  header: boolean;
  /** Grid columns and rows it reaches over. */
  wide: number;
  high: number;
  /** What happened to it with its row or column. */
  fate: LineKind;
}

export interface Grid {
  columns: Line[];
  rows: { line: Line; cells: Cell[] }[];
}

interface Reach {
  wide: number;
  high: number;
  header: boolean;
}

function children(node: Json | undefined): Json[] {
  return Array.isArray(node?.content) ? (node.content as Json[]) : [];
}

/** The node at a path of child indices. */
export function nodeAt(doc: Json, path: readonly number[]): Json | undefined {
  return path.reduce<Json | undefined>((node, at) => children(node)[at], doc);
}

/** The cells of a table by "row,column", spanning ones spread out; only the first place of each is named. */
export function reaches(table: Json | undefined): Map<string, Reach> {
  const found = new Map<string, Reach>();
  const taken = new Set<string>();
  for (const [r, row] of children(table).entries()) {
    let c = 0;
    for (const cell of children(row)) {
      while (taken.has(`${r},${c}`)) c += 1;
      const { colspan = 1, rowspan = 1 } = (cell.attrs ?? {}) as { colspan?: number; rowspan?: number };
      for (let down = 0; down < rowspan; down += 1) for (let right = 0; right < colspan; right += 1) taken.add(`${r + down},${c + right}`);
      found.set(`${r},${c}`, { wide: colspan, high: rowspan, header: cell.type === 'table_header' });
      c += colspan;
    }
  }
  return found;
}

function place(row: Row, side: 'old' | 'new'): string | null {
  const role = row[side]?.role;
  return role?.type === 'cell' ? `${role.row},${role.column}` : null;
}

/** How many of the lines from `at` on a cell covers that reaches over `n` lines of its own table. */
function covered(lines: readonly Line[], at: number, side: 'old' | 'new', n: number): number {
  const first = lines[at]?.[side];
  if (n <= 1 || first == null) return 1;
  let last = at;
  for (let k = at + 1; k < lines.length; k += 1) {
    const index = lines[k]?.[side];
    if (index != null && index > first && index < first + n) last = k;
  }
  return last - at + 1;
}

/** Lays out a table: both in one grid, or the part of that grid that is one side. */
export function gridOf(table: Table, rows: readonly Row[], docs: { old: Json; new: Json }, side: Side): Grid {
  const sides: ('old' | 'new')[] = side === 'both' ? ['new', 'old'] : [side];
  const columns = side === 'both' ? table.columns : table.columns.filter((line) => line[side] !== null);
  const reach = {
    old: reaches(table.old === null ? undefined : nodeAt(docs.old, table.old)),
    new: reaches(table.new === null ? undefined : nodeAt(docs.new, table.new)),
  };
  const inCell = new Map<string, Row[]>();
  for (const row of rows) {
    // A row that moved within its table has a row at either place; each side shows its own.
    if (side === 'old' && row.kind === 'moved_to') continue;
    const at = sides.find((one) => place(row, one) !== null);
    if (at === undefined) continue;
    const key = `${at} ${place(row, at) ?? ''}`;
    inCell.set(key, [...(inCell.get(key) ?? []), row]);
  }
  const taken = new Set<string>();
  const drawn = table.rows.map((line, r) => {
    const cells: Cell[] = [];
    for (const [c, column] of columns.entries()) {
      if (taken.has(`${r},${c}`)) continue;
      const places = sides.map((one) => [one, line[one], column[one]] as const).filter(([, a, b]) => a !== null && b !== null);
      const known = places.map(([one, a, b]) => [one, reach[one].get(`${a ?? ''},${b ?? ''}`)] as const).find(([, found]) => found !== undefined);
      const [wide, high] =
        known?.[1] === undefined ? [1, 1] : [covered(columns, c, known[0], known[1].wide), covered(table.rows, r, known[0], known[1].high)];
      for (let down = 0; down < high; down += 1) for (let right = 0; right < wide; right += 1) taken.add(`${r + down},${c + right}`);
      const within = places
        .flatMap(([one, a, b]) => inCell.get(`${one} ${a ?? ''},${b ?? ''}`) ?? [])
        .filter((row) => side !== 'both' || row.kind !== 'moved_from' || (line.kind !== 'moved' && column.kind !== 'moved'));
      cells.push({
        key: `${r},${c}`,
        rows: within.sort((a, b) => a.id - b.id),
        header: known?.[1]?.header ?? false,
        wide,
        high,
        fate: line.kind === 'kept' ? column.kind : line.kind,
      });
    }
    return { line, cells };
  });
  return { columns, rows: drawn };
}
