import { DOMParser, DOMSerializer, Fragment } from 'prosemirror-model';
import { describe, expect, test } from 'vitest';
import { allowedAddress, read, schema, write, type Json } from './schema';

const text = (words: string, ...marks: Json[]): Json => ({ type: 'text', text: words, ...(marks.length > 0 ? { marks } : {}) });
const p = (...content: Json[]): Json => ({ type: 'paragraph', ...(content.length > 0 ? { content } : {}) });
const doc = (...content: Json[]): Json => ({ type: 'doc', content });
const cell = (type: string, colspan: number, rowspan: number, ...content: Json[]): Json => ({ type, attrs: { colspan, rowspan }, content });

/** Every node and mark, as the desk writes them: no empty content, no empty marks, no attributes where there are none. */
const WHOLE = doc(
  { type: 'heading', attrs: { level: 1 }, content: [text('Dosing')] },
  { type: 'heading', attrs: { level: 6 } },
  p(),
  p(
    text('H'),
    text('2', { type: 'subscript' }),
    text('O '),
    text('see', { type: 'link', attrs: { href: 'https://example.org/a?b=c#d' } }, { type: 'em' }, { type: 'strong' }, { type: 'superscript' }, { type: 'subscript' }),
    { type: 'hard_break' },
    { type: 'citation', attrs: { keys: ['2', '3', '4'], mark: '[2-4]' } },
    { type: 'citation', attrs: { keys: ['018f2c1e-0000-7000-8000-000000000000'], mark: '' }, marks: [{ type: 'strong' }] },
    { type: 'image', attrs: { digest: null, alt: 'A curve' } },
    { type: 'image', attrs: { digest: 'a'.repeat(64), alt: '' } },
  ),
  { type: 'bullet_list', content: [{ type: 'list_item', content: [p(text('One')), { type: 'ordered_list', attrs: { order: 3 }, content: [{ type: 'list_item', content: [p()] }] }] }] },
  { type: 'blockquote', content: [p(text('Quoted')), { type: 'bullet_list', content: [{ type: 'list_item', content: [p(text('x'))] }] }] },
  {
    type: 'table',
    content: [
      { type: 'table_row', content: [cell('table_header', 1, 2, p(text('Age'))), cell('table_header', 2, 1, p())] },
      { type: 'table_row', content: [cell('table_cell', 1, 1, p(text('≥ 65'))), cell('table_cell', 1, 1, p(text('0.5 mg')), p())] },
    ],
  },
);

test('a document goes through the editor and stays as it was', () => {
  expect(write(read(WHOLE))).toEqual(WHOLE);
});

test('drawn as a page and read again it stays as it was', () => {
  const page = document.createElement('div');
  page.append(DOMSerializer.fromSchema(schema).serializeFragment(read(WHOLE).content));
  expect(write(DOMParser.fromSchema(schema).parse(page, { preserveWhitespace: true }))).toEqual(WHOLE);
});

test('neighbouring texts with equal marks are one', () => {
  const node = schema.node('paragraph', null, Fragment.from([schema.text('a'), schema.text('b')]));
  expect(node.toJSON()).toEqual(p(text('ab')));
});

test('marks stand in the order of the model', () => {
  expect(Object.keys(schema.marks)).toEqual(['link', 'em', 'strong', 'superscript', 'subscript']);
  const marks = ['subscript', 'strong', 'em'].map((name) => schema.mark(name));
  const node = schema.text('x', marks[0]?.addToSet(marks[1]?.addToSet(marks[2]?.addToSet([]) ?? []) ?? []));
  expect(node.marks.map((mark) => mark.type.name)).toEqual(['em', 'strong', 'subscript']);
});

describe('what the model refuses is refused', () => {
  const nested = { type: 'table', content: [{ type: 'table_row', content: [cell('table_cell', 1, 1, { type: 'table', content: [] })] }] };
  test.each([
    ['an unknown node', doc({ type: 'script' })],
    ['an empty document', { type: 'doc' }],
    ['a list item without a paragraph', doc({ type: 'bullet_list', content: [{ type: 'list_item', content: [{ type: 'heading', attrs: { level: 1 } }] }] })],
    ['an empty list', doc({ type: 'bullet_list' })],
    ['a table in a cell', doc(nested)],
    ['a citation of nothing said', doc(p({ type: 'citation' }))],
    ['text outside a block', doc(text('x'))],
  ])('%s', (_, json) => {
    expect(() => read(json)).toThrow();
  });
});

describe('addresses', () => {
  test.each(['https://a.org', 'HTTP://a.org', 'mailto:a@b.org', '#dose', ' https://a.org'])('%s is allowed', (href) => {
    expect(allowedAddress(href)).toBe(true);
  });
  test.each(['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', '//a.org', 'www.a.org', ''])('%s is not', (href) => {
    expect(allowedAddress(href)).toBe(false);
  });
});
