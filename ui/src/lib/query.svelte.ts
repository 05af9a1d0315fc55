/**
 * What the desk has answered, kept by question. A change reports the topics it made stale; every question
 * that reads one of them and is on the screen is asked again, and the old answer stays in sight until the
 * new one is there. Answers nobody looks at are forgotten when stale, and otherwise after a while.
 */
import { untrack } from 'svelte';
import type { Topic } from './bindings';
import { failureOf, type Failure } from './failure';

/** A question to the desk. */
export interface Question<T> {
  /** Names the question; equal keys share an answer. */
  key: string;
  /** What its answer depends on. */
  topics: Topic[];
  ask: () => Promise<T>;
}

const KEPT_UNSEEN = 40;

class Answer<T> {
  data = $state.raw<T | undefined>();
  failure = $state.raw<Failure | null>(null);
  asking = $state.raw(false);
  watchers = 0;
  stale = true;
  #turn = 0;

  constructor(public question: Question<T>) {}

  async ask(): Promise<void> {
    const turn = ++this.#turn;
    this.asking = true;
    this.stale = false;
    try {
      const data = await this.question.ask();
      if (turn !== this.#turn) return;
      this.data = data;
      this.failure = null;
    } catch (thrown) {
      if (turn !== this.#turn) return;
      this.failure = failureOf(thrown);
      this.stale = true;
    }
    this.asking = false;
  }
}

class Answers {
  #byKey = new Map<string, Answer<unknown>>();

  for<T>(question: Question<T>): Answer<T> {
    const known = this.#byKey.get(question.key) as Answer<T> | undefined;
    const answer = known ?? new Answer<T>(question);
    answer.question = question;
    // Put at the end: the order of the map is the order of use.
    this.#byKey.delete(question.key);
    this.#byKey.set(question.key, answer as Answer<unknown>);
    return answer;
  }

  watch(answer: Answer<unknown>): () => void {
    answer.watchers += 1;
    if (answer.stale) void answer.ask();
    return () => {
      answer.watchers -= 1;
      this.#tidy();
    };
  }

  /** Asks again what reads one of these topics. */
  invalidate(topics: readonly Topic[]): void {
    for (const [key, answer] of this.#byKey) {
      if (!answer.question.topics.some((topic) => topics.includes(topic))) continue;
      if (answer.watchers > 0) void answer.ask();
      else this.#byKey.delete(key);
    }
  }

  /** Forgets everything: another board, another member. */
  clear(): void {
    this.#byKey.clear();
  }

  #tidy(): void {
    const unseen = [...this.#byKey].filter(([, answer]) => answer.watchers === 0);
    for (const [key] of unseen.slice(0, Math.max(0, unseen.length - KEPT_UNSEEN))) this.#byKey.delete(key);
  }
}

export const answers = new Answers();

/** A question put by a component, and its answer as it stands. */
export interface Asked<T> {
  /** The latest answer; while the question changes, the answer to the one before. */
  readonly data: T | undefined;
  /** Why there is no (newer) answer. */
  readonly failure: Failure | null;
  /** Whether an answer is on its way. */
  readonly asking: boolean;
  /** Whether `data` answers an earlier question. */
  readonly old: boolean;
  again(): void;
}

/** Asks while the component stands. The question may depend on state; none is asked while it is null. */
export function useQuery<T>(question: () => Question<T> | null): Asked<T> {
  const answer = $derived.by(() => {
    const asked = question();
    return asked === null ? null : answers.for(asked);
  });
  let before = $state.raw<T | undefined>();
  $effect(() => {
    const watched = answer;
    if (watched !== null) return untrack(() => answers.watch(watched as Answer<unknown>));
  });
  $effect(() => {
    if (answer?.data !== undefined) before = answer.data;
  });
  return {
    get data() {
      return answer === null ? undefined : (answer.data ?? before);
    },
    get failure() {
      return answer?.failure ?? null;
    },
    get asking() {
      return answer?.asking ?? false;
    },
    get old() {
      return answer !== null && answer.data === undefined && before !== undefined;
    },
    again() {
      void answer?.ask();
    },
  };
}
