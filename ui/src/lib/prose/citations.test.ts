import { expect, test } from 'vitest';
import { citedIn, joined, labelsOf } from './citations';
import { schema } from './schema';

const uuid = (n: number) => `018f2c1e-0000-7000-8000-00000000000${n}`;
const cite = (...keys: string[]) => schema.node('citation', { keys, mark: '' });
const doc = schema.node('doc', null, [
  schema.node('paragraph', null, [schema.text('a'), cite(uuid(2), '3'), cite('a')]),
  schema.node('bullet_list', null, schema.node('list_item', null, schema.node('paragraph', null, [cite(uuid(1), uuid(2), '1')]))),
]);

test('sources are numbered in order of first citation, after the numbers of the text of origin', () => {
  expect(citedIn(doc)).toEqual([uuid(2), '3', 'a', uuid(1), '1']);
  expect([...labelsOf(doc).values()]).toEqual(['4', '3', 'a', '5', '1']);
});

test('sources that were merged have one number', () => {
  const merged = (key: string) => ({ title: 'One work', source: key === uuid(1) ? uuid(2) : key });
  expect([...labelsOf(doc, merged).values()]).toEqual(['4', '3', 'a', '4', '1']);
});

test.each([
  [['3'], '3'],
  [['2', '3'], '2,3'],
  [['2', '3', '4', '7'], '2–4,7'],
  [['1', '2', '3', '5', '6', '7'], '1–3,5–7'],
  [['4', '3'], '4,3'],
  [['a', 'b', 'c'], 'a,b,c'],
  [[], ''],
])('%j is drawn as %j', (labels, drawn) => {
  expect(joined(labels)).toBe(drawn);
});
