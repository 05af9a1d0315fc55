import { flushSync, untrack } from 'svelte';
import { expect, test } from 'vitest';
import { actions, type Action } from './actions.svelte';

const action = (id: string): Action => ({ id, title: id, group: 'Test', keys: ['n'], run: () => undefined });

test('what one screen offers stays when the screen before it goes after it has come', () => {
  let at = $state('first');
  let leave = (): void => undefined;
  const end = $effect.root(() => {
    $effect(() => {
      const id = at;
      const before = leave;
      leave = $effect.root(() => {
        $effect.pre(() => untrack(() => actions.offer(() => [action(id)])));
      });
      before();
    });
  });
  flushSync();
  at = 'second';
  flushSync();
  expect(actions.all.map(({ id }) => id)).toEqual(['second']);
  leave();
  end();
  expect(actions.all).toEqual([]);
});
