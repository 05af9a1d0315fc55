import { expect, it } from 'vitest';
import { Attempt } from './attempt.svelte';

it('is busy until it is done, and does one thing at a time', async () => {
  const attempt = new Attempt();
  let finish: () => void = () => undefined;
  const first = attempt.run(() => new Promise<void>((resolve) => (finish = resolve)));
  expect(attempt.busy).toBe(true);
  let second = 0;
  expect(await attempt.run(() => Promise.resolve(second++))).toBe(false);
  expect(second).toBe(0);
  finish();
  expect(await first).toBe(true);
  expect(attempt.busy).toBe(false);
});

it('keeps why it failed until it is tried again', async () => {
  const attempt = new Attempt();
  expect(await attempt.run(() => Promise.reject(new Error('Not now.')))).toBe(false);
  expect([attempt.busy, attempt.failure?.message]).toEqual([false, 'Not now.']);
  expect(await attempt.run(() => Promise.resolve())).toBe(true);
  expect(attempt.failure).toBeNull();
});
