/** What is said beside a row: where it came from or went, that it was split or joined, what kind of block it was. */
import type { Comparison, Row } from '$lib/bindings';
import type { Piece, Section } from './lay';

export interface Note {
  text: string;
  /** The changes it stands for. */
  changes: number[];
  /** The row at the other end of a move. */
  other: number | null;
  kind: 'moved' | 'structure';
}

function movesIn(row: Row, way: 'here' | 'away'): number[] {
  const found = row.segments.filter(({ op, move_id }) => move_id !== null && (op === 'moved_away') === (way === 'away'));
  return [...new Set(found.map(({ move_id }) => move_id ?? 0))];
}

/** The notes of every row that has any, by the row's id. */
export function notesOf({ rows, changes, moves }: Comparison, pieces: readonly Piece[], sections: readonly Section[]): Map<number, Note[]> {
  const titles = new Map(pieces.flatMap((piece) => piece.rows.map((row) => [row.id, sections[piece.section]?.title ?? ''] as const)));
  const ends = { here: new Map<number, number>(), away: new Map<number, number>() };
  for (const row of rows) {
    for (const way of ['here', 'away'] as const) {
      for (const move of movesIn(row, way)) if (!ends[way].has(move)) ends[way].set(move, row.id);
    }
  }
  const changeOf = new Map(changes.filter((change) => change.class === 'moved').map((change) => [change.move_id, change.id]));
  const parts = { old: new Map<string, number>(), new: new Map<string, number>() };
  for (const row of rows) {
    for (const side of ['old', 'new'] as const) {
      const path = row[side]?.path.join('.');
      if (path !== undefined && (row.kind === 'split' || row.kind === 'merged')) parts[side].set(path, (parts[side].get(path) ?? 0) + 1);
    }
  }
  const where = (row: number | undefined, here: Row) => {
    const title = row === undefined ? '' : (titles.get(row) ?? '');
    if (row === undefined) return 'elsewhere';
    if (row === here.id) return 'another place in this paragraph';
    if (title === '') return 'the beginning';
    return title === titles.get(here.id) ? 'another place in this section' : `“${title}”`;
  };
  const notes = new Map<number, Note[]>();
  const put = (row: Row, note: Note) => notes.set(row.id, [...(notes.get(row.id) ?? []), note]);
  const told = new Set<string>();
  for (const [at, row] of rows.entries()) {
    const before = rows[at - 1];
    for (const id of row.changes) {
      const change = changes[id];
      if (change !== undefined) put(row, { text: sentence(change.description), changes: [id], other: null, kind: 'structure' });
    }
    if (row.table === null) {
      for (const way of ['here', 'away'] as const) {
        const fresh = movesIn(row, way).filter((move) => !told.has(`${way} ${move}`));
        for (const move of fresh) told.add(`${way} ${move}`);
        // Moves that lead to one place are told of once.
        const byPlace = new Map<number | undefined, number[]>();
        for (const move of fresh) {
          const other = ends[way === 'here' ? 'away' : 'here'].get(move);
          byPlace.set(other, [...(byPlace.get(other) ?? []), move]);
        }
        for (const [other, ids] of byPlace) {
          const edited = ids.some((id) => moves[id - 1]?.edited === true);
          const text = way === 'here' ? `Moved here from ${where(other, row)}${edited ? ', and edited' : ''}` : `Moved to ${where(other, row)}`;
          put(row, {
            text,
            changes: way === 'here' ? ids.map((id) => changeOf.get(id)).filter((id) => id !== undefined) : [],
            other: other ?? null,
            kind: 'moved',
          });
        }
      }
    }
    const path = { old: row.old?.path.join('.') ?? '', new: row.new?.path.join('.') ?? '' };
    if (row.kind === 'split' && before?.old?.path.join('.') !== path.old) {
      put(row, { text: `Split: these ${parts.old.get(path.old) ?? 2} paragraphs were one`, changes: [], other: null, kind: 'structure' });
    }
    if (row.kind === 'merged' && before?.new?.path.join('.') !== path.new) {
      put(row, { text: `Joined: these ${parts.new.get(path.new) ?? 2} paragraphs are one now`, changes: [], other: null, kind: 'structure' });
    }
  }
  return notes;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
