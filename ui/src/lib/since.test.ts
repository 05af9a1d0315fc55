import { expect, it } from 'vitest';
import type { ArticleView } from './bindings';
import { baseOf } from './since';

const mine = (base: number | null) => ({ base }) as ArticleView['mine'];

it('is the last look, however old', () => {
  expect(baseOf({ mine: mine(2), lapsed: 3, head: 5 })).toEqual({ revision: 2, looked: true });
});

it('is the text approved last for who has not read the article before', () => {
  expect(baseOf({ mine: mine(null), lapsed: 3, head: 5 })).toEqual({ revision: 3, looked: false });
});

it('is the text before the newest where none was approved, or the approved one fell without a change', () => {
  expect(baseOf({ mine: mine(null), lapsed: null, head: 5 })).toEqual({ revision: 4, looked: false });
  expect(baseOf({ mine: mine(null), lapsed: 5, head: 5 })).toEqual({ revision: 4, looked: false });
});

it('is nothing before a second text', () => {
  expect(baseOf({ mine: mine(null), lapsed: null, head: 1 })).toBeNull();
  expect(baseOf({ mine: mine(null), lapsed: null, head: 0 })).toBeNull();
});
