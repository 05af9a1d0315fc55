/** The board that is open and the member who is signed in, as the desk says; and the one way to change things. */
import * as desk from './bindings';
import type { Command, Desk, OpenBoard, Outcome, Role, SignInName, Topic } from './bindings';
import { failureOf } from './failure';
import { keepHeld } from './held';
import { answers } from './query.svelte';
import { toasts } from './toasts.svelte';

/** How often the log is asked whether another window has written. */
const LOOK_FOR_NEWS = 4000;

class Session {
  #desk = $state.raw<Desk | null>(null);
  #board = $state.raw<OpenBoard | null>(null);
  #seen: number | null = null;
  #touched = true;
  #locking = false;
  /** The policy's time without a touch is over: what is unsaved is to be kept, and the desk locked. */
  overdue = $state(false);
  /** Whether the desk locked because nobody had touched it, for the one who comes back. */
  idled = $state(false);

  /** Null until the desk has answered for the first time. */
  get desk(): Desk | null {
    return this.#desk;
  }
  get board(): OpenBoard | null {
    return this.#board;
  }
  /** Who is signed in. */
  readonly member = $derived.by((): SignInName | null => {
    const board = this.#board;
    return board?.members.find(({ id }) => id === board.member) ?? null;
  });

  has(role: Role): boolean {
    return this.#board?.roles.includes(role) ?? false;
  }

  /** Asks the desk where things stand, and opens the board that the program was started with. */
  async start(): Promise<void> {
    const [found, board] = await Promise.all([desk.desk(), desk.currentBoard()]);
    this.#desk = found;
    this.#take(board);
    setInterval(() => void this.#lookForNews(), LOOK_FOR_NEWS);
    for (const kind of ['pointermove', 'pointerdown', 'keydown', 'wheel']) {
      addEventListener(kind, () => (this.#touched = true), { capture: true, passive: true });
    }
    if (board === null && found.board !== null) await this.become(desk.openBoard(found.board));
  }

  /** Takes the board that a call leaves open, and with whom. */
  async become(call: Promise<OpenBoard>): Promise<void> {
    const board = await call;
    // Before any screen asks for the text.
    await keepHeld(board);
    this.#take(board);
  }

  /** Asks again what the desk says of the board and me. */
  async refresh(): Promise<void> {
    this.#take(await desk.currentBoard());
  }

  async lock(idle = false): Promise<void> {
    this.#locking = true;
    await desk.signOut(idle).finally(() => (this.#locking = false));
    this.idled = idle;
    if (this.#board !== null) this.#take({ ...this.#board, member: null, roles: [] });
  }

  async close(): Promise<void> {
    await desk.closeBoard();
    this.#desk = await desk.desk();
    this.#take(null);
  }

  /** Sends a command; throws what the desk refused it with. `secret` is for those that ask for a passphrase. */
  async send(command: Command, secret: string | null = null): Promise<Outcome> {
    const outcome = await desk.dispatch(command, secret);
    answers.invalidate(outcome.stale);
    if (outcome.stale.includes('board')) this.#take(await desk.currentBoard());
    return outcome;
  }

  #take(now: OpenBoard | null): void {
    const before = this.#board;
    this.#board = now;
    if (before?.path === now?.path && before?.member === now?.member) return;
    answers.clear();
    this.#seen = null;
    this.overdue = false;
    if (now?.member != null) this.idled = false;
    // Before anything is asked for: what another window writes before the first look would never be noticed.
    void this.#lookForNews();
  }

  async #lookForNews(): Promise<void> {
    if (this.member === null) return;
    try {
      const touched = this.#touched;
      this.#touched = false;
      const { size, locks_in: left } = await desk.news(touched);
      this.overdue = left === 0;
      if (this.#seen !== null && size > this.#seen) {
        answers.invalidate(['article', 'queue', 'sources', 'trail', 'board'] satisfies Topic[]);
      }
      this.#seen = size;
    } catch (thrown) {
      // The desk has locked by itself, and was not asked to while this was on its way. Whatever else is wrong shows
      // itself where something is asked for.
      const board = this.#board;
      if (failureOf(thrown).code !== 'signed_out' || board?.member == null || this.#locking) return;
      this.idled = true;
      this.#take({ ...board, member: null, roles: [] });
    }
  }
}

export const session = new Session();

/** Sends a command and says how it went; null when it was refused. */
export async function act(command: Command, done?: string): Promise<Outcome | null> {
  try {
    const outcome = await session.send(command);
    if (done !== undefined) toasts.done(done);
    return outcome;
  } catch (thrown) {
    toasts.failed(thrown);
    return null;
  }
}
