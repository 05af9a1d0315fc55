/** A first opinion of a passphrase while it is written. The desk has the last word. */
export interface Strength {
  /** 0 (nothing yet) to 4. */
  level: 0 | 1 | 2 | 3 | 4;
  says: string;
}

const FAMILIAR = /pass(word|wort|phrase)|qwert|asdf|abc|letmein|welcome|imprimatur|(\d)\2\2|0123|1234|4321/i;

/** `names` are words that others would try first: one's own name, the board's. */
export function strengthOf(passphrase: string, names: string[] = []): Strength {
  const length = Array.from(passphrase).length;
  if (length === 0) return { level: 0, says: 'Several words that do not belong together are easy to keep and hard to guess.' };
  const lower = passphrase.toLowerCase();
  const guessable =
    FAMILIAR.test(passphrase) ||
    names.some((name) => name.split(/\s+/).some((word) => word.length > 3 && lower.includes(word.toLowerCase())));
  const distinct = new Set(lower).size;
  if (length < 10) return { level: 1, says: 'Too short: give it at least 10 characters.' };
  if (distinct < 6) return { level: 1, says: 'Too uniform: use more different characters.' };
  if (guessable && length < 24) return { level: 2, says: 'Holds a word that others would try first.' };
  if (length < 14) return { level: 2, says: 'Fair. Another word would make it much stronger.' };
  if (length < 20) return { level: 3, says: 'Good.' };
  return { level: 4, says: 'Strong.' };
}
