import { afterAll, beforeEach, expect, it, vi } from 'vitest';

const asked = vi.hoisted(() => ({ there: true, shown: [] as number[], works: true }));
vi.mock('./bindings', () => ({
  desktopShows: () => (asked.there ? Promise.resolve(true) : Promise.reject(new Error('No desktop.'))),
  showOnDesktop: (after: number) => {
    asked.shown.push(after);
    return Promise.resolve(asked.works);
  },
}));
const settings = vi.hoisted(() => ({ notify: true }));
vi.mock('./display.svelte', () => ({ display: settings }));

// Test files share their modules: these stand on what is put in place of the desk here, and go with it.
vi.resetModules();
const { desktop } = await import('./desktop.svelte');

let focused = false;
beforeEach(async () => {
  vi.spyOn(document, 'hasFocus').mockImplementation(() => focused);
  [asked.there, asked.works, asked.shown, settings.notify, focused] = [true, true, [], true, false];
  await desktop.start();
});

afterAll(() => {
  vi.restoreAllMocks();
  vi.resetModules();
});

it('shows what is new to who works in another window', async () => {
  await desktop.show(7);
  expect(asked.shown).toEqual([7]);
});

it('is silent before who works in this window, and where it is not wanted', async () => {
  focused = true;
  await desktop.show(7);
  focused = false;
  settings.notify = false;
  await desktop.show(7);
  expect(asked.shown).toEqual([]);
});

it('asks a system without such messages for none, also where they went away', async () => {
  asked.works = false;
  await desktop.show(7);
  await desktop.show(8);
  expect([asked.shown, desktop.shows]).toEqual([[7], false]);
  asked.there = false;
  await desktop.start();
  await desktop.show(9);
  expect([asked.shown, desktop.shows]).toEqual([[7], false]);
});
