import { describe, expect, it } from 'vitest';
import { beginsWith, outlineOf } from './outline';

const heading = (level: number, ...words: string[]) => ({
  type: 'heading',
  attrs: { level },
  content: words.map((text) => (text === '\n' ? { type: 'hard_break' } : { type: 'text', text })),
});
const doc = (...content: unknown[]) => ({ type: 'doc', content });

describe('outlineOf', () => {
  it('lists the headings of the text itself, with the paths by which the text is scrolled to them', () => {
    const quoted = { type: 'blockquote', content: [heading(2, 'Quoted')] };
    const text = doc(heading(1, 'Gout'), { type: 'paragraph' }, quoted, heading(2, 'Dose ', 'and', '\n', 'route'), heading(3));
    expect(outlineOf(text)).toEqual([
      { path: [0], level: 1, text: 'Gout' },
      { path: [3], level: 2, text: 'Dose and route' },
    ]);
  });

  it('has nothing to say of an empty text', () => expect(outlineOf(doc())).toEqual([]));
});

describe('beginsWith', () => {
  it('knows the title in other spacing and capitals', () => {
    expect(beginsWith(doc(heading(1, 'Colchicine  in GOUT')), 'Colchicine in gout')).toBe(true);
  });

  it('takes neither a later nor a lower heading for it', () => {
    expect(beginsWith(doc({ type: 'paragraph' }, heading(1, 'Gout')), 'Gout')).toBe(false);
    expect(beginsWith(doc(heading(2, 'Gout')), 'Gout')).toBe(false);
  });
});
