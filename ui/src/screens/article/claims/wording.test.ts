import { describe, expect, it } from 'vitest';
import { pieces } from './wording';

const side = (made: ReturnType<typeof pieces>, left: 'gone' | 'new') =>
  made.filter(({ kind }) => kind === 'same' || kind === left).map(({ text }) => text).join('');

describe('pieces', () => {
  it('keeps a dose whole', () => {
    expect(pieces('at 4.5 mg daily', 'at 45 mg daily')).toEqual([
      { kind: 'same', text: 'at ' },
      { kind: 'gone', text: '4.5' },
      { kind: 'new', text: '45' },
      { kind: 'same', text: ' mg daily' },
    ]);
  });

  it.each([
    ['', ''],
    ['', 'all new'],
    ['all gone', ''],
    ['the risk falls, mostly', 'mostly the risk does not fall'],
    ['β-blockers lower it by 20%', 'β-blockers may lower it by 12%'],
  ])('gives both wordings back: %j, %j', (before, after) => {
    const made = pieces(before, after);
    expect(side(made, 'gone')).toBe(before);
    expect(side(made, 'new')).toBe(after);
  });
});
