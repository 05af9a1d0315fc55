/** Two wordings of a passage, word by word. For the eye only: what changed is for the desk to say. */
export interface Piece {
  text: string;
  kind: 'same' | 'gone' | 'new';
}

function wordsOf(text: string): string[] {
  return text.match(/\s+|[\p{L}\p{N}]+(?:[.,'’-][\p{L}\p{N}]+)*|[^\s\p{L}\p{N}]/gu) ?? [];
}

const isSpace = (text: string) => text.trim() === '';
const wordCount = (words: string[]) => words.filter((word) => !isSpace(word)).length;

/** A space that stayed between two changes is no place to rest the eye: changes side by side are one. */
function joined(pieces: Piece[]): Piece[] {
  const made: Piece[] = [];
  let [gone, came] = ['', ''];
  const flush = () => {
    if (gone !== '') made.push({ kind: 'gone', text: gone });
    if (came !== '') made.push({ kind: 'new', text: came });
    [gone, came] = ['', ''];
  };
  pieces.forEach(({ kind, text }, at) => {
    const between = isSpace(text) && gone + came !== '' && at + 1 < pieces.length;
    if (kind === 'same' && !between) {
      flush();
      made.push({ kind, text });
      return;
    }
    if (kind !== 'new') gone += text;
    if (kind !== 'gone') came += text;
  });
  flush();
  return made;
}

/**
 * Longest common subsequence of the words; passages are a sentence or two, so the square is small. Where less
 * than a third of the words stayed, one wording took the place of the other.
 */
export function pieces(before: string, after: string): Piece[] {
  const [a, b] = [wordsOf(before), wordsOf(after)];
  const width = b.length + 1;
  const best = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      best[i * width + j] =
        a[i] === b[j]
          ? (best[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(best[(i + 1) * width + j] ?? 0, best[i * width + j + 1] ?? 0);
    }
  }
  const made: Piece[] = [];
  const add = (kind: Piece['kind'], text: string) => {
    const last = made.at(-1);
    if (last?.kind === kind) last.text += text;
    else made.push({ kind, text });
  };
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      add('same', a[i] ?? '');
      i += 1;
      j += 1;
    } else if (j >= b.length || (i < a.length && (best[(i + 1) * width + j] ?? 0) >= (best[i * width + j + 1] ?? 0))) {
      add('gone', a[i] ?? '');
      i += 1;
    } else {
      add('new', b[j] ?? '');
      j += 1;
    }
  }
  const kept = made.filter(({ kind }) => kind === 'same').flatMap(({ text }) => wordsOf(text));
  const replaced = wordCount(kept) * 3 < Math.max(wordCount(a), wordCount(b));
  return joined(replaced ? [{ kind: 'gone', text: before }, { kind: 'new', text: after }] : made);
}
