import { EditorState, TextSelection, type Command } from 'prosemirror-state';
import { isInTable } from 'prosemirror-tables';
import { describe, expect, test } from 'vitest';
import * as commands from './commands';
import { fitting, guard } from './guard';
import { toPosition } from './positions';
import { Slice, Fragment, type Node } from 'prosemirror-model';
import { schema } from './schema';

const { nodes, marks } = schema;
const text = (words: string) => schema.text(words);
const p = (...inlines: Node[]) => nodes.paragraph.create(null, inlines);
const docOf = (...blocks: Node[]) => nodes.doc.create(null, blocks);
const cell = (...blocks: Node[]) => nodes.table_cell.create(null, blocks);
const table = (...blocks: Node[]) => nodes.table.create(null, nodes.table_row.create(null, [cell(...blocks), cell(p(text('b')))]));

function at(doc: Node, block: number[], start: number, end = start): EditorState {
  const [from, to] = [toPosition(doc, { block, offset: start }) ?? 0, toPosition(doc, { block, offset: end }) ?? 0];
  return EditorState.create({ doc, selection: TextSelection.create(doc, from, to), plugins: [guard()] });
}
function done(state: EditorState, ...all: Command[]): EditorState {
  let now = state;
  for (const command of all) expect(command(now, (tr) => (now = now.apply(tr)))).toBe(true);
  return now;
}

test('raised and lowered exclude each other', () => {
  const state = done(at(docOf(p(text('H2O'))), [0], 1, 2), commands.superscript, commands.subscript);
  expect(state.doc.firstChild?.child(1).marks.map((mark) => mark.type.name)).toEqual(['subscript']);
});

describe('lists', () => {
  const doc = docOf(p(text('one')));
  test('are made, turned and ended', () => {
    const bullets = done(at(doc, [0], 1), commands.toggleList(nodes.bullet_list));
    expect(commands.listType(bullets)).toBe(nodes.bullet_list);
    const numbers = done(bullets, commands.toggleList(nodes.ordered_list));
    expect(numbers.doc.firstChild?.toJSON()).toMatchObject({ type: 'ordered_list', attrs: { order: 1 } });
    expect(done(numbers, commands.toggleList(nodes.ordered_list)).doc.eq(doc)).toBe(true);
  });
});

describe('links', () => {
  const linked = nodes.paragraph.create(null, [text('see '), schema.text('the label', [marks.link.create({ href: 'https://a.org' })]), text('.')]);

  test('reach as far as they reach', () => {
    const state = at(docOf(linked), [0], 6);
    expect(commands.linkAt(state)).toMatchObject({ href: 'https://a.org' });
    expect(done(state, commands.setLink('https://b.org', '')).doc.firstChild?.child(1).toJSON()).toEqual({
      type: 'text',
      text: 'the label',
      marks: [{ type: 'link', attrs: { href: 'https://b.org' } }],
    });
    expect(done(state, commands.removeLink).doc.firstChild?.childCount).toBe(1);
  });

  test('without words show their address', () => {
    expect(done(at(docOf(p()), [0], 0), commands.setLink('https://b.org', '')).doc.textContent).toBe('https://b.org');
  });

  test('never lead to a script', () => {
    expect(commands.setLink('javascript:alert(1)', 'x')(at(docOf(p()), [0], 0))).toBe(false);
  });

  test.each([
    ['https://a.org', 'https://a.org'],
    [' www.a.org/x ', 'https://www.a.org/x'],
    ['a@b.org', 'mailto:a@b.org'],
    ['10.1002/art.27327', 'https://doi.org/10.1002/art.27327'],
    ['javascript:alert(1)', null],
    ['two words', null],
    ['', null],
  ])('%j is meant as %j', (typed, meant) => {
    expect(commands.addressFrom(typed)).toBe(meant);
  });
});

describe('citations', () => {
  test('take the place of what was typed', () => {
    const doc = docOf(p(text('Pain [terk.')));
    const from = toPosition(doc, { block: [0], offset: 5 }) ?? 0;
    const state = done(at(doc, [0], 10), commands.cite(['a'], from, from + 5));
    expect(state.doc.firstChild?.toJSON()).toEqual({
      type: 'paragraph',
      content: [
        { type: 'text', text: 'Pain ' },
        { type: 'citation', attrs: { keys: ['a'], mark: '' } },
        { type: 'text', text: '.' },
      ],
    });
  });

  test('beside another are one with it, and none is cited twice', () => {
    const doc = docOf(p(text('Pain'), nodes.citation.create({ keys: ['1', '2'], mark: '[1, 2]' }), text('[x')));
    const from = toPosition(doc, { block: [0], offset: 5 }) ?? 0;
    const state = done(at(doc, [0], 7), commands.cite(['2', 'c'], from, from + 2));
    expect(state.doc.firstChild?.lastChild?.attrs).toEqual({ keys: ['1', '2', 'c'], mark: '' });
  });
});

describe('tables', () => {
  test('stand after the block, or in place of an empty one, with the cursor in the first cell', () => {
    const after = done(at(docOf(p(text('x')), p(text('y'))), [0], 1), commands.insertTable(2, 3));
    expect(after.doc.children.map((node) => node.type.name)).toEqual(['paragraph', 'table', 'paragraph']);
    expect(isInTable(after)).toBe(true);
    const instead = done(at(docOf(p()), [0], 0), commands.insertTable(2, 3));
    expect(instead.doc.children.map((node) => node.type.name)).toEqual(['table']);
    instead.doc.check();
    expect(instead.doc.firstChild?.firstChild?.children.map((node) => node.type.name)).toEqual(Array(3).fill('table_header'));
  });

  test('never stand in a table', () => {
    const doc = docOf(table(p(text('a'))));
    expect(commands.insertTable(2, 2)(at(doc, [0, 0, 0, 0], 0))).toBe(false);
  });

  test('nor deeper in one, however they come', () => {
    const list = nodes.bullet_list.create(null, nodes.list_item.create(null, [p(text('i')), table(p(text('in')))]));
    const doc = docOf(table(p(text('a'))));
    const state = at(doc, [0, 0, 0, 0], 1);
    const slice = new Slice(Fragment.from([p(text('first')), list]), 0, 0);
    expect(state.apply(state.tr.replaceSelection(slice)).doc.eq(doc)).toBe(true);
    const fit = fitting(slice, state.selection.$from);
    const after = state.apply(state.tr.replaceSelection(fit)).doc;
    expect(after.textContent).toBe('afirstiinbb');
    after.check();
  });
});

test('what kind of block it is', () => {
  const doc = docOf(nodes.heading.create({ level: 2 }, text('H')), p(text('x')));
  expect(commands.blockLevel(at(doc, [0], 0))).toBe(2);
  expect(commands.blockLevel(at(doc, [1], 0))).toBe(0);
  const both = EditorState.create({ doc, selection: TextSelection.create(doc, 1, 5) });
  expect(commands.blockLevel(both)).toBeNull();
});
