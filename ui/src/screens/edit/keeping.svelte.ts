/**
 * Keeps an unsaved text on this machine while it is written: one write at a time, always the latest text, and
 * a text that could not be kept is tried again with the next change.
 */
import { failureOf, type Failure } from '$lib/failure';
import type { Json } from '$lib/prose';

export class Keeping {
  readonly #write: (document: Json) => Promise<unknown>;
  #next: Json | null = null;
  #running: Promise<void> | null = null;
  #ended = false;
  #hold: ((document: Json) => void) | null = null;
  /** Whether there is a text that is in no revision. */
  written = $state(false);
  /** When it was last kept: RFC 3339. */
  at = $state<string | null>(null);
  /** Why the latest text is not kept. */
  failure = $state.raw<Failure | null>(null);

  /** `since`: when a text was kept that is gone on with. */
  constructor(write: (document: Json) => Promise<unknown>, since: string | null) {
    this.#write = write;
    this.at = since;
    this.written = since !== null;
  }

  keep(document: Json): void {
    if (this.#ended) return;
    this.#next = document;
    this.written = true;
    this.#running ??= this.#run();
  }

  /** Once the latest text is kept; throws why it is not. */
  async settle(): Promise<void> {
    if (this.#next !== null && !this.#ended) this.#running ??= this.#run();
    await this.#running;
    if (this.failure !== null && !this.#ended) throw Object.assign(new Error(this.failure.message), this.failure);
  }

  /** Writes nothing more: what follows is saved or thrown away. */
  async end(): Promise<void> {
    this.#ended = true;
    await this.#running;
  }

  /** Nobody looks at this any more: a text that cannot be kept is handed over instead. */
  leave(hold: (document: Json) => void): void {
    this.#hold = hold;
    if (this.#running === null) this.#handOver();
  }

  #handOver(): void {
    if (this.#hold === null || this.#next === null || this.#ended) return;
    this.#hold(this.#next);
    this.#next = null;
  }

  async #run(): Promise<void> {
    while (this.#next !== null && !this.#ended) {
      const document = this.#next;
      this.#next = null;
      try {
        await this.#write(document);
        this.at = new Date().toISOString();
        this.failure = null;
      } catch (thrown) {
        this.failure = failureOf(thrown);
        this.#next ??= document;
        this.#handOver();
        break;
      }
    }
    this.#running = null;
  }
}
