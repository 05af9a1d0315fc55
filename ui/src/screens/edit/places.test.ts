import { expect, test } from 'vitest';
import type { Anchor } from '$lib/bindings';
import type { Json } from '$lib/prose';
import { placesIn } from './places';

const said = (...content: (string | Json)[]): Json => ({
  type: 'paragraph',
  content: content.map((part) => (typeof part === 'string' ? { type: 'text', text: part } : part)),
});
const mark: Json = { type: 'citation', attrs: { keys: ['1'], mark: '' } };
const doc = (...content: Json[]): Json => ({ type: 'doc', content });
const anchor = (block: number[], start: number, quote: string): Anchor => ({ block, start, end: start + quote.length, quote, prefix: '', suffix: '' });

test('words are found where they were', () => {
  expect(placesIn(doc(said('Give 0.5 mg once.')))(anchor([0], 5, '0.5 mg'))).toEqual({ block: [0], start: 5, end: 11 });
});

test('of several places in their block, the nearest to the old one', () => {
  expect(placesIn(doc(said('dose, dose, dose')))(anchor([0], 7, 'dose'))).toEqual({ block: [0], start: 6, end: 10 });
});

test('words that went with their block are found there', () => {
  expect(placesIn(doc(said('New.'), said('Give 0.5 mg once.')))(anchor([0], 5, '0.5 mg'))).toEqual({ block: [1], start: 5, end: 11 });
});

test('words in several other blocks are in none for certain', () => {
  expect(placesIn(doc(said('New.'), said('0.5 mg'), said('0.5 mg')))(anchor([0], 0, '0.5 mg'))).toBeNull();
});

test('words that are gone are nowhere', () => {
  expect(placesIn(doc(said('Give 1 mg once.')))(anchor([0], 5, '0.5 mg'))).toBeNull();
});

test('marks within the words, folded space and wide letters are counted in code points', () => {
  const text = doc(said('𝛼 is', mark, ' so  much more'));
  expect(placesIn(text)(anchor([0], 2, 'is so much'))).toEqual({ block: [0], start: 2, end: 14 });
});
