import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { toasts } from './toasts.svelte';

// Test files share the module, and what others said may still stand there.
beforeEach(() => {
  for (const { id } of toasts.list) toasts.dismiss(id);
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

const kinds = () => toasts.list.map(({ kind }) => kind);

test('what was refused stays until it is dismissed, and is said once', () => {
  toasts.failed({ code: 'not_allowed', message: 'Only an editor may do this.' });
  toasts.failed({ code: 'not_allowed', message: 'Only an editor may do this.' });
  vi.runAllTimers();
  expect(kinds()).toEqual(['failed']);
});

test('what held already is no error, and leaves by itself', () => {
  toasts.failed({ code: 'no_change', message: 'The review is already yours.' });
  expect(kinds()).toEqual(['told']);
  vi.runAllTimers();
  expect(kinds()).toEqual([]);
});
