import type { ArticleView } from './bindings';

/** The revision against which an article is compared for a member, and whether it is the one they looked at last. */
export interface Base {
  revision: number;
  looked: boolean;
}

/**
 * What a member compares the newest text with: the revision they looked at last. Who has not read the article before
 * begins at the text that was approved last, else at the one before the newest. Null where no earlier text is.
 */
export function baseOf({ mine, lapsed, head }: Pick<ArticleView, 'mine' | 'lapsed' | 'head'>): Base | null {
  if (mine.base !== null) return { revision: mine.base, looked: true };
  const revision = lapsed !== null && lapsed < head ? lapsed : head - 1;
  return revision < 1 ? null : { revision, looked: false };
}
