/** The board that is open and the member who is signed in, as the desk says; and the one way to change things. */
import * as desk from './bindings';
import type { Desk, Outcome } from './bindings';
import { answers } from './query.svelte';
import { toasts } from './toasts.svelte';

class Session {
  #desk = $state.raw<Desk | null>(null);

  /** Null until the desk has answered for the first time. */
  get desk(): Desk | null {
    return this.#desk;
  }
  readonly board = $derived(this.#desk?.board ?? null);
  readonly member = $derived(this.#desk?.member ?? null);

  async start(): Promise<void> {
    this.#take(await desk.desk());
  }

  /** Takes the state that a call about the session left the desk in. */
  async become(call: Promise<Desk>): Promise<void> {
    this.#take(await call);
  }

  #take(now: Desk): void {
    const before = this.#desk;
    this.#desk = now;
    if (before?.board?.path !== now.board?.path || before?.member?.id !== now.member?.id) answers.clear();
  }
}

export const session = new Session();

/** Sends a command; throws what the desk refused it with. */
export async function send(command: unknown): Promise<Outcome> {
  const outcome = await desk.dispatch(command);
  answers.invalidate(outcome.stale);
  return outcome;
}

/** Sends a command and says how it went; null when it was refused. */
export async function act(command: unknown, done?: string): Promise<Outcome | null> {
  try {
    const outcome = await send(command);
    if (done !== undefined) toasts.done(done);
    return outcome;
  } catch (thrown) {
    toasts.failed(thrown);
    return null;
  }
}
