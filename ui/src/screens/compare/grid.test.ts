import { describe, expect, it } from 'vitest';
import type { BlockRole, Row, Table } from '$lib/bindings';
import type { Json } from '$lib/prose/schema';
import { gridOf, reaches } from './grid';

const cell = (row: number, column: number): { path: number[]; role: BlockRole; quoted: number } => ({
  path: [0, row, column, 0],
  role: { type: 'cell', row, column, header: false },
  quoted: 0,
});
const line = (id: number, old: [number, number] | null, is: [number, number] | null, kind: Row['kind'] = 'equal'): Row => ({
  id,
  kind,
  old: old === null ? null : cell(...old),
  new: is === null ? null : cell(...is),
  move_id: null,
  table: 0,
  segments: [],
  changes: [],
  note: null,
});
const td = (attrs: Json = {}): Json => ({ type: 'table_cell', attrs: { colspan: 1, rowspan: 1, ...attrs }, content: [] });
const table = (...rows: Json[][]): Json => ({ type: 'table', content: rows.map((content) => ({ type: 'table_row', content })) });
const doc = (made: Json): Json => ({ type: 'doc', content: [made] });

const kept = (old: number, is: number) => ({ kind: 'kept' as const, old, new: is });

describe('the cells of a table', () => {
  it('are named by where they begin', () => {
    expect([...reaches(table([td({ rowspan: 2 }), td({ colspan: 2 })], [td(), td()])).keys()]).toEqual(['0,0', '0,1', '1,1', '1,2']);
  });
});

describe('the grid', () => {
  const aligned: Table = { old: [0], new: [0], rows: [kept(0, 0), { kind: 'moved', old: 2, new: 1 }, kept(1, 2)], columns: [kept(0, 0), { kind: 'inserted', old: null, new: 1 }] };
  const docs = { old: doc(table([td()], [td()], [td()])), new: doc(table([td(), td()], [td(), td()], [td(), td()])) };
  const rows = [
    line(0, [0, 0], [0, 0]),
    line(1, null, [0, 1], 'inserted'),
    line(2, [2, 0], [1, 0], 'moved_to'),
    line(3, [1, 0], [2, 0]),
    line(4, [2, 0], null, 'moved_from'),
  ];
  const ids = (side: 'both' | 'old' | 'new') => gridOf(aligned, rows, docs, side).rows.map(({ cells }) => cells.map((one) => one.rows.map(({ id }) => id)));

  it('holds the lines of both tables, a moved one once', () => {
    expect(ids('both')).toEqual([[[0], [1]], [[2], []], [[3], []]]);
  });
  it('shows each side its own', () => {
    expect(ids('old')).toEqual([[[0]], [[4]], [[3]]]);
    expect(ids('new')).toEqual([[[0], [1]], [[2], []], [[3], []]]);
  });
  it('lets a spanning cell reach over a column that came between', () => {
    const spanned = { old: doc(table([td({ colspan: 2 })])), new: doc(table([td({ colspan: 3 })])) };
    const made: Table = { old: [0], new: [0], rows: [kept(0, 0)], columns: [kept(0, 0), { kind: 'inserted', old: null, new: 1 }, kept(1, 2)] };
    const cells = gridOf(made, [line(0, [0, 0], [0, 0])], spanned, 'both').rows[0]?.cells;
    expect(cells?.map(({ wide }) => wide)).toEqual([3]);
  });
});
