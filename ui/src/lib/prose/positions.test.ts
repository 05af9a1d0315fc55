import type { Node } from 'prosemirror-model';
import { describe, expect, test } from 'vitest';
import { textBlocks, textOf, toPoint, toPosition, toRange, toSpan } from './positions';
import { read, schema } from './schema';

const text = (words: string, ...marks: string[]) => schema.text(words, marks.map((name) => schema.mark(name)));
const p = (...inlines: Node[]) => schema.node('paragraph', null, inlines);
const cite = (...keys: string[]) => schema.node('citation', { keys, mark: '' });

const doc = schema.node('doc', null, [
  schema.node('heading', { level: 1 }, [text('Colchicine 💊 in '), text('gout', 'em')]),
  p(text('Take 0.5 mg'), cite('a'), schema.node('hard_break'), text('𝛼 and ', 'strong'), text('β'), cite('b', 'c')),
  schema.node('bullet_list', null, [
    schema.node('list_item', null, [p(text('One')), schema.node('ordered_list', null, [schema.node('list_item', null, [p(text('Ünder'))])])]),
    schema.node('list_item', null, [p()]),
  ]),
  schema.node('table', null, [
    schema.node('table_row', null, [schema.node('table_header', null, [p(text('Dose'))]), schema.node('table_header', null, [p(text('≥ 2'))])]),
    schema.node('table_row', null, [schema.node('table_cell', { colspan: 2 }, [p(text('x')), p(text('🧬y'))])]),
  ]),
  schema.node('blockquote', null, [p(text('Quoted'))]),
]);

/** Code points of a block's text as the desk counts them. */
const points = (node: Node) => Array.from(textOf(node));

describe('text blocks', () => {
  test('have the paths the desk gives them', () => {
    expect(textBlocks(doc).map(({ path }) => path)).toEqual([
      [0],
      [1],
      [2, 0, 0],
      [2, 0, 1, 0, 0],
      [2, 1, 0],
      [3, 0, 0, 0],
      [3, 0, 1, 0],
      [3, 1, 0, 0],
      [3, 1, 0, 1],
      [4, 0],
    ]);
  });

  test('have the text the desk counts in', () => {
    expect(textBlocks(doc).map(({ node }) => textOf(node))).toEqual([
      'Colchicine 💊 in gout',
      'Take 0.5 mg\uFFFC\n𝛼 and β\uFFFC',
      'One',
      'Ünder',
      '',
      'Dose',
      '≥ 2',
      'x',
      '🧬y',
      'Quoted',
    ]);
  });

  test('have one position for each unit of their text', () => {
    for (const { node } of textBlocks(doc)) expect(textOf(node)).toHaveLength(node.content.size);
  });
});

test('every point of every block goes over and comes back', () => {
  for (const { path, node } of textBlocks(doc)) {
    for (let offset = 0; offset <= points(node).length; offset += 1) {
      const position = toPosition(doc, { block: path, offset });
      expect(position).not.toBeNull();
      expect(toPoint(doc, position ?? 0)).toEqual({ block: path, offset });
    }
    expect(toPosition(doc, { block: path, offset: points(node).length + 1 })).toBeNull();
  }
});

test('spans hold the words they name', () => {
  const words = (block: number[], start: number, end: number) => {
    const range = toRange(doc, { block, start, end });
    return range === null ? null : doc.textBetween(range.from, range.to);
  };
  expect(words([0], 11, 12)).toBe('💊');
  expect(words([0], 16, 20)).toBe('gout');
  expect(words([1], 13, 14)).toBe('𝛼');
  expect(words([1], 11, 13)).toBe('\uFFFC\n');
  expect(words([3, 1, 0, 1], 0, 2)).toBe('🧬y');
});

test('a position inside a pair of surrogates is before the character', () => {
  const from = toPosition(doc, { block: [0], offset: 11 }) ?? 0;
  expect(toPoint(doc, from + 1)).toEqual({ block: [0], offset: 11 });
});

describe('what there is not', () => {
  test.each([[[9]], [[2]], [[2, 0]], [[2, 0, 0, 0]], [[3, 0]], [[]]])('no text block at %j', (block) => {
    expect(toPosition(doc, { block, offset: 0 })).toBeNull();
  });

  test('no point between blocks', () => {
    expect(toPoint(doc, 0)).toBeNull();
    expect(toPoint(doc, doc.content.size)).toBeNull();
  });

  test('no span backwards', () => {
    expect(toRange(doc, { block: [0], start: 4, end: 2 })).toBeNull();
  });
});

describe('a selection', () => {
  const at = (block: number[], offset: number) => toPosition(doc, { block, offset }) ?? -1;

  test('within a block is a span', () => {
    expect(toSpan(doc, at([1], 5), at([1], 14))).toEqual({ block: [1], start: 5, end: 14 });
  });

  test('of nothing is none', () => {
    expect(toSpan(doc, at([1], 5), at([1], 5))).toBeNull();
  });

  test('that ends where the next block begins ends with its own', () => {
    expect(toSpan(doc, at([0], 0), at([1], 0))).toEqual({ block: [0], start: 0, end: 20 });
    expect(toSpan(doc, at([2, 0, 0], 0), at([2, 0, 1, 0, 0], 0))).toEqual({ block: [2, 0, 0], start: 0, end: 3 });
  });

  test('over several blocks is none', () => {
    expect(toSpan(doc, at([0], 3), at([1], 2))).toBeNull();
  });
});

test('a document of the desk is read as it is', () => {
  const json = { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'a𝛼b' }] }] };
  const again = read(json);
  expect(toPoint(again, toPosition(again, { block: [0], offset: 2 }) ?? 0)).toEqual({ block: [0], offset: 2 });
});
