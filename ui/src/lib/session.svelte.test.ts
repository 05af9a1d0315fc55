import { afterAll, beforeEach, expect, it, vi } from 'vitest';

const answer = vi.hoisted(() => ({ refuse: (): void => undefined }));
const board = { path: '/a.board', member: 'tom', members: [{ id: 'tom', name: 'Tom' }], roles: [] };
vi.mock('./bindings', () => ({
  desk: () => Promise.resolve({ board: null }),
  currentBoard: () => Promise.resolve(board),
  signOut: () => Promise.resolve(null),
  news: () =>
    new Promise((_, reject) => {
      answer.refuse = () => reject(Object.assign(new Error('Sign in first.'), { code: 'signed_out' }));
    }),
}));

// Test files share their modules: these stand on what is put in place of the desk here, and go with it.
vi.resetModules();
const { session } = await import('./session.svelte');

vi.useFakeTimers();
afterAll(() => {
  vi.useRealTimers();
  vi.resetModules();
});
await session.start();
beforeEach(() => session.refresh());

it('says that the desk locked by itself', async () => {
  answer.refuse();
  await vi.waitFor(() => expect(session.member).toBeNull());
  expect(session.idled).toBe(true);
});

it('does not say so to who has locked it, while the desk was being asked for news', async () => {
  await session.lock();
  answer.refuse();
  await Promise.resolve();
  expect([session.member, session.idled]).toEqual([null, false]);
});

it('does not say so where the desk refused its news before the lock was done', async () => {
  const locked = session.lock();
  answer.refuse();
  await locked;
  await Promise.resolve();
  expect([session.member, session.idled]).toEqual([null, false]);
});
