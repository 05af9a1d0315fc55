import { expect, test } from 'vitest';
import { sentencesAround } from './suggesting';

const doc = {
  type: 'doc',
  content: [{ type: 'paragraph', content: [{ type: 'text', text: 'Keep it dry. Take 4.5 mg daily.  See below.' }] }],
};

test('a change is reworded with the sentence it stands in', () => {
  expect(sentencesAround(doc, { block: [0], start: 18, end: 21 })).toEqual({ span: { block: [0], start: 13, end: 31 }, words: 'Take 4.5 mg daily.' });
});

test('where words are missing, the sentence after the place is reworded', () => {
  expect(sentencesAround(doc, { block: [0], start: 0, end: 0 })?.words).toBe('Keep it dry.');
  expect(sentencesAround(doc, { block: [0], start: 44, end: 44 })?.words).toBe('See below.');
});

test('a block that is not there has none', () => {
  expect(sentencesAround(doc, { block: [3], start: 0, end: 1 })).toBeNull();
});
