import { describe, expect, it } from 'vitest';
import { about, blankSource, byline, identifiersOf, readAuthors, writeAuthors } from './source';

const person = (family: string, given = 'A.') => ({ family, given });

describe('authors', () => {
  it('are read one a line, with bodies whole', () => {
    expect(readAuthors('Miller, Ada B.\n\n  Joint Health Office \nde la Cruz , Inés')).toEqual([
      { family: 'Miller', given: 'Ada B.' },
      { family: 'Joint Health Office', given: '' },
      { family: 'de la Cruz', given: 'Inés' },
    ]);
  });
  it('come back as they were written', () => {
    const text = 'Miller, Ada B.\nJoint Health Office\nKing, Martin, Jr.';
    expect(writeAuthors(readAuthors(text))).toBe(text);
  });
  it('are named in short', () => {
    const by = (...authors: ReturnType<typeof person>[]) => byline({ ...blankSource('T'), authors });
    expect(by()).toBe('');
    expect(by(person('Miller'))).toBe('Miller');
    expect(by(person('Miller'), person('Okafor'))).toBe('Miller and Okafor');
    expect(by(person('Miller'), person('Okafor'), person('Lind'))).toBe('Miller et al.');
  });
});

describe('a line about a source', () => {
  it('leaves out what is not known', () => {
    expect(about(blankSource('T'))).toBe('');
    expect(about({ ...blankSource('T'), publisher: 'Harbour Press', issued: '2021-05' })).toBe('Harbour Press · 2021');
  });
});

describe('identifiers', () => {
  it('are listed where known', () => {
    const source = blankSource('T');
    source.identifiers.doi = '10.1000/x';
    source.identifiers.isbn = '9780306406157';
    expect(identifiersOf(source)).toEqual([
      { label: 'DOI', value: '10.1000/x', address: 'https://doi.org/10.1000/x' },
      { label: 'ISBN', value: '9780306406157', address: null },
    ]);
  });
});
