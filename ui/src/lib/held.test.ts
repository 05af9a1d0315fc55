import { beforeEach, expect, test, vi } from 'vitest';

const kept = vi.hoisted(() => ({ full: false, calls: [] as unknown[] }));
vi.mock('./bindings', () => ({
  keepWorkingCopy: (...text: unknown[]) => {
    if (kept.full) return Promise.reject(new Error('The disk is full.'));
    kept.calls.push(text);
    return Promise.resolve(null);
  },
}));

import { hold, keepHeld, release } from './held';

const text = { board: '/a.board', member: 'tom', article: 'gout', base: 3, document: { type: 'doc' } };

beforeEach(() => {
  release(text);
  kept.full = false;
  kept.calls = [];
});

test('a text waits for whoever wrote it, at their board, and is kept when they are back', async () => {
  hold(text);
  await keepHeld({ path: '/a.board', member: 'ada' });
  await keepHeld({ path: '/b.board', member: 'tom' });
  expect(kept.calls).toEqual([]);
  await keepHeld({ path: '/a.board', member: 'tom' });
  expect(kept.calls).toEqual([['gout', 3, { type: 'doc' }]]);
  expect(release(text)).toBeNull();
});

test('what cannot be kept then either goes on waiting', async () => {
  hold(text);
  kept.full = true;
  await keepHeld({ path: '/a.board', member: 'tom' });
  expect(release(text)).toEqual(text);
});
