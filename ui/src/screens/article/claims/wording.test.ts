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

  it('shows a sentence written anew as one replacement', () => {
    const [before, after] = ['The usual dose is 500 mg once daily with meals.', 'The nurse asks about the kidneys first.'];
    expect(pieces(before, after)).toEqual([
      { kind: 'gone', text: before },
      { kind: 'new', text: after },
    ]);
  });

  it('joins changes that only a space parts', () => {
    expect(pieces('take it once a day at noon', 'take it two times a day at noon')).toEqual([
      { kind: 'same', text: 'take it ' },
      { kind: 'gone', text: 'once ' },
      { kind: 'new', text: 'two times ' },
      { kind: 'same', text: 'a day at noon' },
    ]);
  });
});
