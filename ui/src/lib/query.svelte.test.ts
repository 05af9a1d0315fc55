import { flushSync } from 'svelte';
import { afterEach, expect, test, vi } from 'vitest';
import { answers, useQuery, type Asked, type Question } from './query.svelte';

let stop: (() => void) | undefined;
afterEach(() => {
  stop?.();
  stop = undefined;
  answers.clear();
});

/** Puts a question as a component would. */
function put<T>(question: () => Question<T> | null): Asked<T> {
  const asked: Asked<T>[] = [];
  stop = $effect.root(() => {
    asked.push(useQuery(question));
  });
  flushSync();
  const [first] = asked;
  if (first === undefined) throw new Error('nothing was asked');
  return first;
}
const settle = async () => {
  await new Promise((done) => setTimeout(done));
  flushSync();
};

test('an answer comes, is kept, and is asked for again when one of its topics is stale', async () => {
  let n = 0;
  const ask = vi.fn(() => Promise.resolve((n += 1)));
  const asked = put(() => ({ key: 'queue', topics: ['queue'], ask }));
  expect([asked.data, asked.asking]).toEqual([undefined, true]);
  await settle();
  expect([asked.data, asked.asking]).toEqual([1, false]);
  answers.invalidate(['sources']);
  expect(ask).toHaveBeenCalledTimes(1);
  answers.invalidate(['queue', 'trail']);
  expect([asked.data, asked.asking]).toEqual([1, true]);
  await settle();
  expect(asked.data).toBe(2);
});

test('an answer that comes too late does not replace a newer one', async () => {
  const waiting: ((value: string) => void)[] = [];
  const asked = put(() => ({ key: 'slow', topics: ['trail'], ask: () => new Promise<string>((done) => waiting.push(done)) }));
  answers.invalidate(['trail']);
  waiting[1]?.('new');
  await settle();
  waiting[0]?.('old');
  await settle();
  expect(asked.data).toBe('new');
});

test('a failure is told, the last answer stays, and asking again may mend it', async () => {
  let fails = false;
  const ask = () => (fails ? Promise.reject(new Error('No.')) : Promise.resolve('yes'));
  const asked = put(() => ({ key: 'q', topics: ['board'], ask }));
  await settle();
  fails = true;
  answers.invalidate(['board']);
  await settle();
  expect([asked.data, asked.failure?.message]).toEqual(['yes', 'No.']);
  fails = false;
  asked.again();
  await settle();
  expect(asked.failure).toBeNull();
});

test('while the question changes the answer to the one before stays, and is marked as old', async () => {
  let id = $state('a');
  const asked = put(() => ({ key: id, topics: ['article'], ask: () => Promise.resolve(id) }));
  await settle();
  id = 'b';
  flushSync();
  expect([asked.data, asked.old]).toEqual(['a', true]);
  await settle();
  expect([asked.data, asked.old]).toEqual(['b', false]);
});

test('no question asks nothing', () => {
  expect(put(() => null).asking).toBe(false);
});
