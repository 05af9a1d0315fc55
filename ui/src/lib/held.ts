/**
 * Texts that could not be kept on this machine before the desk locked. They wait in memory, out of sight, until
 * whoever wrote them is signed in again.
 */
import { keepWorkingCopy, type OpenBoard } from './bindings';
import { toasts } from './toasts.svelte';

export interface Held {
  /** The board's file. */
  board: string;
  member: string;
  article: string;
  /** The revision that the text was written on. */
  base: number;
  document: Record<string, unknown>;
}

const texts = new Map<string, Held>();
const keyOf = ({ board, member, article }: Pick<Held, 'board' | 'member' | 'article'>) => JSON.stringify([board, member, article]);

export function hold(text: Held): void {
  texts.set(keyOf(text), text);
}

/** The text that waits, which waits no longer. */
export function release(of: Pick<Held, 'board' | 'member' | 'article'>): Held | null {
  const text = texts.get(keyOf(of)) ?? null;
  texts.delete(keyOf(of));
  return text;
}

/** Keeps what waits for the member who has just signed in. What cannot be kept now either goes on waiting, and is said. */
export async function keepHeld({ path, member }: Pick<OpenBoard, 'path' | 'member'>): Promise<void> {
  for (const [key, text] of texts) {
    if (text.board !== path || text.member !== member) continue;
    try {
      await keepWorkingCopy(text.article, text.base, text.document);
      texts.delete(key);
      toasts.done('What you wrote before the desk locked is kept now.');
    } catch (thrown) {
      toasts.failed(thrown);
    }
  }
}
