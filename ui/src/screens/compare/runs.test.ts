import { describe, expect, it } from 'vitest';
import type { Row, Segment } from '$lib/bindings';
import { runsOf, textOf, type Side } from './runs';

const at = { block: [0], start: 0, end: 1 };
function segment(op: Segment['op'], text: string, more: Partial<Segment> = {}): Segment {
  return {
    op,
    text,
    old_text: null,
    old: op === 'insert' ? null : at,
    new: op === 'delete' || op === 'moved_away' ? null : at,
    content: [{ type: 'text', text }],
    formatting: null,
    move_id: null,
    change: op === 'equal' || op === 'moved_away' ? null : 0,
    clinical: false,
    elsewhere: null,
    ...more,
  };
}
const row = (segments: Segment[], kind: Row['kind'] = 'changed'): Row => ({
  id: 0,
  kind,
  old: null,
  new: null,
  move_id: null,
  table: null,
  segments,
  changes: [],
  note: null,
});
const said = (segments: Segment[], side: Side, kind?: Row['kind']) =>
  runsOf(row(segments, kind), side).map(({ how, content }) => `${how}:${content.map(({ text }) => String(text)).join('')}`);

describe('runs', () => {
  const dose = [segment('equal', 'Take'), segment('delete', ' 4.5 mg'), segment('insert', ' 45 mg'), segment('equal', ' daily.')];

  it('mark words and not the space before them', () => {
    expect(said(dose, 'both')).toEqual(['same:Take ', 'delete:4.5 mg', 'same: ', 'insert:45 mg', 'same: daily.']);
    expect(said(dose, 'old')).toEqual(['same:Take ', 'delete:4.5 mg', 'same: daily.']);
    expect(said(dose, 'new')).toEqual(['same:Take ', 'insert:45 mg', 'same: daily.']);
  });
  it('tell the words of a finding from those that changed beside them', () => {
    const sides = [segment('insert', 'every two '), segment('insert', '50 mg', { clinical: true })];
    expect(runsOf(row(sides), 'both').filter(({ clinical }) => clinical).map(({ content }) => content)).toEqual([[{ type: 'text', text: '50 mg' }]]);
  });
  it('name text that moved away where the first of its runs stood', () => {
    const elsewhere = { row: 4, text: 'Moved to “Dosage”, further down, unchanged: “Rest.”' };
    const away = [segment('moved_away', 'Rest. ', { move_id: 1, elsewhere }), segment('moved_away', 'Ice.', { move_id: 2 })];
    expect(runsOf(row(away), 'both').map(({ how, elsewhere: where }) => [how, where?.row])).toEqual([['away', 4]]);
  });
  it('show white space that alone came or went', () => {
    expect(said([segment('insert', ' ')], 'both')).toEqual(['insert: ']);
  });
  it('begin a part that came from elsewhere with its first word', () => {
    const came = [segment('equal', ' Rest.', { move_id: 1 })];
    expect(said(came, 'old', 'moved_to')).toEqual(['moved:Rest.']);
    expect(said(came, 'new', 'moved_to')).toEqual(['moved:Rest.']);
  });
  it('show moved text on either side where it belongs', () => {
    const moved = [segment('moved_away', 'Rest.', { move_id: 1 }), segment('equal', 'Ice.'), segment('equal', 'Rest.', { move_id: 1 })];
    expect(said(moved, 'old')).toEqual(['away:Rest.', 'same:Ice.']);
    expect(said(moved, 'new')).toEqual(['same:Ice.', 'moved:Rest.']);
  });
  it('show a row that came from elsewhere as it stood there', () => {
    const came = [segment('equal', 'The first ', { move_id: 1 }), segment('delete', 'week', { move_id: 1 }), segment('insert', 'month', { move_id: 1 })];
    expect(textOf(row(came), 'old')).toBe('The first week');
    expect(textOf(row(came), 'new')).toBe('The first month');
  });
  it('draw old text with the marks and the quotation marks it had', () => {
    const strong = segment('equal', '“a”', {
      old_text: '"a"',
      content: [{ type: 'text', text: '“a”', marks: [{ type: 'strong' }] }],
      formatting: { added: ['strong'], removed: ['emphasis'] },
    });
    expect(runsOf(row([strong]), 'old')[0]?.content).toEqual([{ type: 'text', text: '"a"', marks: [{ type: 'em' }] }]);
  });
  it('begin the parts of a split paragraph with a word', () => {
    expect(said([segment('equal', ' '), segment('equal', ' Then.')], 'old', 'split')).toEqual(['same:Then.']);
  });
});
