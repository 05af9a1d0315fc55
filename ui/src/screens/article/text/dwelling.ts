/**
 * When a section counts as read: its end has been in sight, and it was before the reader's eyes for as long as a
 * quick reader takes for its words. Reading is claimed by the reader, not proved; this keeps a flight over the page
 * from counting as reading.
 */
export interface Sight {
  digest: string;
  words: number;
  /** Whether any of it is in sight. */
  inSight: boolean;
  /** Whether its end is in sight or above. */
  ended: boolean;
}

/** Words a quick reader takes in per second. */
const PACE = 8;
/** No section is read in less, in milliseconds. */
const LEAST = 1500;
/** Nor asks for more: long sections are read while they scroll by. */
const MOST = 30_000;
/** A pause longer than this between two looks is no reading: the window slept. */
const GAP = 3000;

export class Dwelling {
  readonly #spent = new Map<string, number>();
  readonly #ended = new Set<string>();
  #last: { at: number; inSight: string[] } | null = null;

  /** Takes in what is in sight at this time, in milliseconds; the digests of sections that have been read by now. */
  look(sections: readonly Sight[], now: number): string[] {
    if (this.#last !== null && now - this.#last.at <= GAP) {
      const passed = now - this.#last.at;
      for (const digest of this.#last.inSight) this.#spent.set(digest, (this.#spent.get(digest) ?? 0) + passed);
    }
    const shown = sections.filter(({ inSight }) => inSight);
    for (const { digest, ended } of shown) if (ended) this.#ended.add(digest);
    this.#last = { at: now, inSight: shown.map(({ digest }) => digest) };
    return sections
      .filter(({ digest, words }) => this.#ended.has(digest) && (this.#spent.get(digest) ?? 0) >= timeFor(words))
      .map(({ digest }) => digest);
  }
}

/** How long a section of so many words must be in sight, in milliseconds. */
export function timeFor(words: number): number {
  return Math.min(MOST, Math.max(LEAST, (words / PACE) * 1000));
}
