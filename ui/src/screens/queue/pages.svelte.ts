/**
 * The queue, of any length, page by page: only the pages in sight are asked for, and only they are asked
 * again when something changes. The first page says how long the whole is.
 */
import { untrack } from 'svelte';
import { queue, type Queue, type QueueFilter, type QueueRow } from '$lib/bindings';
import { answers, useQuery, type Asked, type Question } from '$lib/query.svelte';

const PAGE = 200;
/** Pages are asked for this many rows before they come into sight. */
const AHEAD = 60;

/** A row at its place; null until its page is there. */
export interface Placed {
  index: number;
  row: QueueRow | null;
}

export interface Pages {
  /** The first page, and how long the whole is. */
  readonly head: Asked<Queue>;
  readonly rows: Placed[];
  /** Attached to what scrolls: notes which pages are in sight. */
  seen: (element: HTMLElement) => () => void;
}

/** What of the queue is asked for, but for the page. */
export type Part = Omit<QueueFilter, 'offset' | 'limit'>;

export function usePages(part: () => Part): Pages {
  let first = $state(0);
  let last = $state(0);
  const head = useQuery(() => question(part(), 0));
  const others = $derived.by(() => {
    const asked = part();
    const pages = Array.from({ length: Math.max(0, last - Math.max(1, first) + 1) }, (_, at) => Math.max(1, first) + at);
    return new Map(pages.map((page) => [page, answers.for(question(asked, page))]));
  });
  $effect(() => {
    const watched = [...others.values()];
    return untrack(() => {
      const ends = watched.map((answer) => answers.watch(answer as Parameters<typeof answers.watch>[0]));
      return () => ends.forEach((end) => end());
    });
  });
  const rows = $derived.by(() => {
    const known = head.data;
    return Array.from({ length: known?.total ?? 0 }, (_, index): Placed => {
      const page = Math.floor(index / PAGE);
      const of = page === 0 ? known?.rows : others.get(page)?.data?.rows;
      return { index, row: of?.[index % PAGE] ?? null };
    });
  });
  return {
    head,
    get rows() {
      return rows;
    },
    seen(element) {
      const note = () => {
        const total = head.data?.total ?? 0;
        const each = element.scrollHeight / Math.max(1, total);
        const pageAt = (pixels: number, more: number) => Math.floor((pixels / each + more) / PAGE);
        first = Math.max(0, pageAt(element.scrollTop, -AHEAD));
        last = Math.min(Math.max(0, Math.ceil(total / PAGE) - 1), pageAt(element.scrollTop + element.clientHeight, AHEAD));
      };
      element.addEventListener('scroll', note, { passive: true });
      return () => element.removeEventListener('scroll', note);
    },
  };
}

function question(part: Part, page: number): Question<Queue> {
  const asked: QueueFilter = { ...part, offset: page * PAGE, limit: PAGE };
  return { key: `queue ${JSON.stringify(asked)}`, topics: ['queue'], ask: () => queue(asked) };
}
