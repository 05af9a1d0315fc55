import { expect, test } from 'vitest';
import { strengthOf } from './strength';

test.each<[string, number]>([
  ['', 0],
  ['short', 1],
  ['aaaaaaaaaaaaaaaaaa', 1],
  ['password for me', 2],
  ['mara loves gout', 2],
  ['grey otter 7', 2],
  ['grey otter seven', 3],
  ['grey otter seven candles', 4],
  ['🦦🦦🦦🦦🦦', 1],
])('%j is %i', (passphrase, level) => {
  expect(strengthOf(passphrase, ['Dr. Mara Lind', 'Board']).level).toBe(level);
});
