import { describe, expect, it } from 'vitest';
import type { BlockRole, Row, Segment } from '$lib/bindings';
import { batched, folded, gather, holds } from './lay';

const segment = (text: string, op: Segment['op'] = 'equal'): Segment => ({
  op,
  text,
  old_text: null,
  old: null,
  new: null,
  content: [],
  formatting: null,
  move_id: null,
  change: null,
  clinical: false,
  elsewhere: null,
});

function row(id: number, role: BlockRole, { kind = 'equal', table = null, text = 'words' }: { kind?: Row['kind']; table?: number | null; text?: string } = {}): Row {
  const block = { path: [id], role, quoted: 0 };
  return { id, kind, old: block, new: block, move_id: null, table, segments: [segment(text)], changes: [], note: null };
}
const heading = (id: number, text: string, level = 2) => row(id, { type: 'heading', level }, { text });
const par = (id: number, kind: Row['kind'] = 'equal') => row(id, { type: 'paragraph' }, { kind });

function laid(rows: Row[]) {
  return gather({ rows, tables: [], moves: [], changes: [], clinical: [], summary: { counts: [], clinical: 0, total: 0, sentence: '', caution: '' } });
}
const ALL: { whole: boolean; opened: ReadonlySet<string>; scope: { from: number; to: number } } = { whole: false, opened: new Set(), scope: { from: 0, to: 99 } };
const shown = (rows: Row[], opened = ALL.opened) =>
  folded(laid(rows), { ...ALL, opened }).map(({ fold, piece }) => fold?.holds ?? piece?.rows[0]?.id);

describe('folding', () => {
  const rows = [heading(0, 'A'), par(1), par(2), par(3, 'changed'), heading(4, 'B'), par(5), par(6), heading(7, 'C'), par(8, 'inserted')];

  it('keeps what changed and the headings over it, and names the rest', () => {
    expect(shown(rows)).toEqual([0, '2 unchanged paragraphs in “A”', 3, '2 unchanged paragraphs in “B”', 7, 8]);
  });
  it('opens a stretch by its key', () => {
    expect(shown(rows, new Set(['fold row 1']))).toEqual([0, 1, 2, 3, '2 unchanged paragraphs in “B”', 7, 8]);
  });
  it('leaves one paragraph between two changes in sight', () => {
    expect(shown([par(0, 'changed'), par(1), par(2, 'changed')])).toEqual([0, 1, 2]);
  });
  it('shows all when asked to, and only the scope', () => {
    expect(folded(laid(rows), { ...ALL, whole: true, scope: { from: 4, to: 7 } }).map(({ piece }) => piece?.rows[0]?.id)).toEqual([4, 5, 6]);
  });
  it('never folds a change of a table line that no cell shows', () => {
    const table = { old: [0], new: [0], columns: [], rows: [{ kind: 'removed' as const, old: 0, new: null }] };
    const { pieces } = gather({ ...{ moves: [], changes: [], clinical: [], summary: { counts: [], clinical: 0, total: 0, sentence: '', caution: '' } }, rows: [row(0, { type: 'cell', row: 0, column: 0, header: false }, { table: 0 })], tables: [table] });
    expect(pieces[0]?.changed).toBe(true);
  });
});

describe('batches', () => {
  const rows = Array.from({ length: 70 }, (_, id) => (id % 10 === 0 ? heading(id, 'A') : par(id, id > 10 && id < 50 ? 'equal' : 'changed')));
  const of = (opened: ReadonlySet<string>) => {
    const entries = folded(laid(rows), { ...ALL, opened });
    return batched(entries, entries.map(() => 1), 0);
  };
  const ids = (batches: ReturnType<typeof of>, key: string) => batches.find((batch) => batch.key === key)?.entries.map(({ entry }) => entry.piece?.key);

  it('hold everything in order, once', () => {
    const batches = of(ALL.opened);
    expect(batches.flatMap(({ entries }) => entries.map(({ entry }) => entry))).toEqual(folded(laid(rows), ALL));
    expect(new Set(batches.map(({ key }) => key)).size).toBe(batches.length);
    expect(batches.map(({ high }) => high)).toEqual(batches.map(({ entries }) => entries.length));
  });
  it('stay as they are behind a fold that is opened', () => {
    const fold = folded(laid(rows), ALL).find((entry) => entry.fold !== null)?.fold;
    const opened = of(new Set([fold?.key ?? '']));
    expect(opened.length).toBeGreaterThan(of(ALL.opened).length);
    expect(ids(opened, 'batch 3')).toEqual(ids(of(ALL.opened), 'batch 3'));
  });
  it('know what stands under a heading, also where the heading ends the batch before', () => {
    const entries = folded(laid([...Array.from({ length: 19 }, (_, id) => par(id, 'changed')), heading(19, 'A'), par(20, 'changed'), par(21, 'changed')]), { ...ALL, whole: true });
    expect(batched(entries, [], 0)[1]?.entries.map(({ underHeading }) => underHeading)).toEqual([true, false]);
  });
});

describe('sections', () => {
  it('end at the next heading of their level or above', () => {
    const { sections } = laid([heading(0, 'A'), heading(1, 'a', 3), par(2), heading(3, 'B')]);
    expect(sections.map(({ title, from, to }) => [title, from, to])).toEqual([
      ['A', 0, 3],
      ['a', 1, 3],
      ['B', 3, 4],
    ]);
  });
  it('name a stretch over several of them', () => {
    const { pieces, sections } = laid([heading(0, 'A'), par(1), heading(2, 'B'), par(3)]);
    expect(holds(pieces, sections)).toBe('2 unchanged paragraphs, from “A” to “B”');
  });
});
