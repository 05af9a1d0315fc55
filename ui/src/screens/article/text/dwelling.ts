/**
 * When a section counts as read: its end has been in sight, and it was before the reader's eyes for as long as a
 * quick reader takes for its words, while somebody was there. Reading is claimed by the reader, not proved; this keeps
 * a flight over the page, and a page that is left open, from counting as reading.
 */
export interface Sight {
  digest: string;
  words: number;
  /** Whether any of it is in sight. */
  inSight: boolean;
  /** Whether its end is in sight or above. */
  ended: boolean;
}

/** Words a quick reader takes in per second: 600 a minute. */
const PACE = 10;
/** No section is read in less, in milliseconds: a bare title is looked at, too. */
const LEAST = 4000;
/** A pause longer than this between two looks is no reading: the window slept. */
const GAP = 3000;
/** Who has touched nothing for so long, in milliseconds, may be elsewhere. */
const STILL = 30_000;

export class Dwelling {
  readonly #spent = new Map<string, number>();
  readonly #ended = new Set<string>();
  readonly #words = new Map<string, number>();
  #last: { at: number; inSight: string[] } | null = null;
  #touched = -Infinity;

  /** Somebody scrolled, typed or moved the pointer at this time. */
  touch(now: number): void {
    this.#touched = now;
  }

  /** How many words a section has; counted once, since it is asked for with every line that scrolls. */
  words(digest: string, blocks: () => string[]): number {
    const known = this.#words.get(digest) ?? blocks().reduce((sum, text) => sum + text.split(/\s+/).length, 0);
    this.#words.set(digest, known);
    return known;
  }

  /**
   * Takes in what is in sight at this time, in milliseconds; the digests of sections that have been read by now.
   * `before` says whether the window is the one worked in.
   */
  look(sections: readonly Sight[], now: number, before: boolean): string[] {
    const there = before && now - this.#touched <= STILL;
    if (there && this.#last !== null && now - this.#last.at <= GAP) {
      const passed = now - this.#last.at;
      for (const digest of this.#last.inSight) this.#spent.set(digest, (this.#spent.get(digest) ?? 0) + passed);
    }
    const shown = there ? sections.filter(({ inSight }) => inSight) : [];
    for (const { digest, ended } of shown) if (ended) this.#ended.add(digest);
    this.#last = there ? { at: now, inSight: shown.map(({ digest }) => digest) } : null;
    return sections
      .filter(({ digest, words }) => this.#ended.has(digest) && (this.#spent.get(digest) ?? 0) >= timeFor(words))
      .map(({ digest }) => digest);
  }
}

/** How long a section of so many words must be in sight, in milliseconds. */
export function timeFor(words: number): number {
  return Math.max(LEAST, (words / PACE) * 1000);
}
