/** How a comparison is laid out: rows gathered into pieces, unchanged stretches folded, sections found. */
import type { Comparison, Row } from '$lib/bindings';
import { many } from '$lib/format';
import { textOf } from './runs';

/** What is drawn in one: a text block with its counterpart, or a whole table. */
export interface Piece {
  key: string;
  rows: Row[];
  /** Index in `Comparison.tables`. */
  table: number | null;
  changed: boolean;
  /** Level of a heading, else null. */
  level: number | null;
  /** Index in the list of sections; -1 before the first heading. */
  section: number;
}

/** A heading and what follows it, up to the next heading of its level or above. */
export interface Section {
  title: string;
  level: number;
  /** Its first piece, the heading. */
  from: number;
  /** The piece after its last. */
  to: number;
}

/** A stretch of unchanged pieces, drawn as one line. */
export interface Fold {
  key: string;
  pieces: Piece[];
  /** What it holds, in words. */
  holds: string;
}

export type Entry = { fold: Fold; piece: null } | { fold: null; piece: Piece };

/** A range of pieces. */
export interface Scope {
  from: number;
  to: number;
}

function changed(row: Row): boolean {
  return (
    row.kind !== 'equal' ||
    row.changes.length > 0 ||
    row.segments.some(({ op, formatting, move_id }) => op !== 'equal' || formatting !== null || move_id !== null)
  );
}

function levelOf(row: Row): number | null {
  const role = (row.new ?? row.old)?.role;
  return role?.type === 'heading' ? role.level : null;
}

/** Gathers rows into pieces. All rows of a table are one piece, where its first row stands. */
export function gather({ rows, tables }: Comparison): { pieces: Piece[]; sections: Section[] } {
  const pieces: Piece[] = [];
  const sections: Section[] = [];
  const drawn = new Map<number, Piece>();
  for (const row of rows) {
    const known = row.table === null ? undefined : drawn.get(row.table);
    if (known !== undefined) {
      known.rows.push(row);
      known.changed ||= changed(row);
      continue;
    }
    const level = row.table === null ? levelOf(row) : null;
    if (level !== null) sections.push({ title: textOf(row, row.new === null ? 'old' : 'new').trim(), level, from: pieces.length, to: rows.length });
    const lines = row.table === null ? [] : [...(tables[row.table]?.rows ?? []), ...(tables[row.table]?.columns ?? [])];
    const piece: Piece = {
      key: `row ${row.id}`,
      rows: [row],
      table: row.table,
      changed: changed(row) || lines.some(({ kind }) => kind !== 'kept'),
      level,
      section: sections.length - 1,
    };
    if (row.table !== null) drawn.set(row.table, piece);
    pieces.push(piece);
  }
  for (const [at, section] of sections.entries()) {
    section.to = sections.slice(at + 1).find(({ level }) => level <= section.level)?.from ?? pieces.length;
  }
  return { pieces, sections };
}

/** The pieces to draw in a scope. Folded are stretches of at least two unchanged ones, but for headings over changes. */
export function folded(
  { pieces, sections }: { pieces: Piece[]; sections: Section[] },
  { whole, opened, scope }: { whole: boolean; opened: ReadonlySet<string>; scope: Scope },
): Entry[] {
  const shown = pieces.slice(scope.from, scope.to);
  if (whole) return shown.map((piece) => ({ fold: null, piece }));
  const kept = new Set(shown.filter((piece) => piece.changed));
  for (const { from, to } of sections) {
    const heading = pieces[from];
    if (heading !== undefined && pieces.slice(from, to).some((piece) => piece.changed)) kept.add(heading);
  }
  const entries: Entry[] = [];
  let stretch: Piece[] = [];
  const close = () => {
    const key = `fold ${stretch[0]?.key ?? ''}`;
    if (stretch.length < 2 || opened.has(key)) entries.push(...stretch.map((piece) => ({ fold: null, piece })));
    else entries.push({ fold: { key, pieces: stretch, holds: holds(stretch, sections) }, piece: null });
    stretch = [];
  };
  for (const piece of shown) {
    if (!kept.has(piece)) {
      stretch.push(piece);
      continue;
    }
    close();
    entries.push({ fold: null, piece });
  }
  close();
  return entries;
}

function kindOf({ table, level, rows }: Piece): 'table' | 'heading' | 'list item' | 'paragraph' {
  if (table !== null) return 'table';
  if (level !== null) return 'heading';
  return (rows[0]?.new ?? rows[0]?.old)?.role.type === 'list_item' ? 'list item' : 'paragraph';
}

/** "12 unchanged paragraphs in “Dosage”". */
export function holds(stretch: readonly Piece[], sections: readonly Section[]): string {
  const counts = new Map<string, number>();
  for (const piece of stretch) counts.set(kindOf(piece), (counts.get(kindOf(piece)) ?? 0) + 1);
  // A heading goes without saying where what stands under it is named.
  if (counts.size > 1) counts.delete('heading');
  const [only] = counts;
  const what =
    counts.size === 1 && only !== undefined
      ? many(only[1], `unchanged ${only[0]}`)
      : `${new Intl.ListFormat('en-GB').format([...counts].map(([kind, n]) => many(n, kind)))} unchanged`;
  const titles = new Set(stretch.map(({ section }) => sections[section]?.title ?? ''));
  const [first = ''] = titles;
  const last = [...titles].at(-1) ?? '';
  if (titles.size === 1) return first === '' ? what : `${what} in “${first}”`;
  return first === '' ? `${what}, up to “${last}”` : `${what}, from “${first}” to “${last}”`;
}

/** Entries that are laid out in one. */
export interface Batch {
  key: string;
  entries: { entry: Entry; underHeading: boolean }[];
  /** Roughly, in rem. */
  high: number;
}

/** Pieces to the batch. Every batch is asked in every frame whether it is in sight: few are asked faster than many. */
const BATCH = 20;

/** Entries in batches. Bounds are places in the text, so that opening a fold leaves the batches behind it as they are. */
export function batched(entries: readonly Entry[], heights: readonly number[], from: number): Batch[] {
  const batches: Batch[] = [];
  let place = from;
  for (const [at, entry] of entries.entries()) {
    const key = `batch ${Math.floor(place / BATCH)}`;
    let batch = batches.at(-1);
    if (batch?.key !== key) batches.push((batch = { key, entries: [], high: 0 }));
    batch.entries.push({ entry, underHeading: (entries[at - 1]?.piece?.level ?? null) !== null });
    batch.high += heights[at] ?? 0;
    place += entry.fold?.pieces.length ?? 1;
  }
  return batches;
}

/** How wide a column of text is: characters to the line, and the height of a line in rem. */
export interface Column {
  perLine: number;
  line: number;
}

/** Roughly how high an entry is, in rem: for what is not drawn yet, and for the map. */
export function height({ piece, fold }: Entry, { perLine, line }: Column): number {
  if (fold !== null) return 2.6;
  const lines = (row: Row, width: number) => {
    // Named in one line.
    if (row.kind === 'moved_from') return 1;
    const [was, is] = [textOf(row, 'old').length, textOf(row, 'new').length];
    return Math.max(1, Math.ceil(Math.max(was, is) / width));
  };
  if (piece.table === null) {
    const text = piece.rows.reduce((sum, row) => sum + lines(row, piece.level === null ? perLine : perLine / 1.3), 0);
    return piece.level === null ? text * line + 0.9 : text * line * 1.1 + 1.8;
  }
  const inRows = new Map<number, number>();
  for (const row of piece.rows) {
    const role = (row.new ?? row.old)?.role;
    if (role?.type === 'cell') inRows.set(role.row, Math.max(inRows.get(role.row) ?? 1, lines(row, perLine / 4)));
  }
  return [...inRows.values()].reduce((sum, n) => sum + n * 1.4 + 0.8, 2);
}
