import { expect, test } from 'vitest';
import type { Json } from '$lib/prose';
import { Keeping } from './keeping.svelte';

const doc = (n: number): Json => ({ type: 'doc', n });

/** A machine that answers when told to. */
function machine() {
  const kept: Json[] = [];
  const answers: ((failed?: string) => void)[] = [];
  const write = (document: Json) =>
    new Promise<void>((resolve, reject) => {
      kept.push(document);
      answers.push((failed) => (failed === undefined ? resolve() : reject(new Error(failed))));
    });
  const answer = async (failed?: string) => {
    answers.shift()?.(failed);
    await new Promise((resume) => setTimeout(resume));
  };
  return { kept, write, answer };
}

test('while one text is being kept, only the latest of those that follow is kept next', async () => {
  const { kept, write, answer } = machine();
  const keeping = new Keeping(write, null);
  for (const n of [1, 2, 3]) keeping.keep(doc(n));
  expect(kept).toEqual([doc(1)]);
  expect(keeping.at).toBeNull();
  await answer();
  expect(kept).toEqual([doc(1), doc(3)]);
  await answer();
  await keeping.settle();
  expect(kept).toHaveLength(2);
  expect(keeping.at).not.toBeNull();
});

test('what could not be kept says why, and is kept when asked for again', async () => {
  const { kept, write, answer } = machine();
  const keeping = new Keeping(write, null);
  keeping.keep(doc(1));
  await answer('The disk is full.');
  expect(keeping.failure?.message).toBe('The disk is full.');
  const settled = keeping.settle();
  await answer();
  await settled;
  expect(kept).toEqual([doc(1), doc(1)]);
  expect(keeping.failure).toBeNull();
});

test('a failure is thrown to whoever waits for the text to be kept', async () => {
  const { write, answer } = machine();
  const keeping = new Keeping(write, null);
  keeping.keep(doc(1));
  const settled = keeping.settle();
  await Promise.all([answer('The disk is full.'), expect(settled).rejects.toThrow('The disk is full.')]);
});

test('after the end nothing is kept, not even what was waiting', async () => {
  const { kept, write, answer } = machine();
  const keeping = new Keeping(write, null);
  keeping.keep(doc(1));
  keeping.keep(doc(2));
  const ended = keeping.end();
  await answer();
  await ended;
  keeping.keep(doc(3));
  await keeping.settle();
  expect(kept).toEqual([doc(1)]);
});

test('a text that cannot be kept once nobody looks any more is handed over, whenever that shows', async () => {
  const { write, answer } = machine();
  const before = new Keeping(write, null);
  before.keep(doc(1));
  await answer('The disk is full.');
  const held: Json[] = [];
  before.leave((document) => held.push(document));
  expect(held).toEqual([doc(1)]);

  const after = new Keeping(write, null);
  after.keep(doc(2));
  after.leave((document) => held.push(document));
  after.keep(doc(3));
  await answer('Sign in first.');
  expect(held).toEqual([doc(1), doc(3)]);

  const kept = new Keeping(write, null);
  kept.keep(doc(4));
  kept.leave((document) => held.push(document));
  await answer();
  expect(held).toHaveLength(2);
});
