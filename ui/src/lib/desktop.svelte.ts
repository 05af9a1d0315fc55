/** Messages on the desktop, for who works in another window: where the system shows them, and the person wants them. */
import { desktopShows, showOnDesktop } from './bindings';
import { display } from './display.svelte';

class Desktop {
  #shows = $state(false);

  /** Whether the system shows messages. */
  get shows(): boolean {
    return this.#shows;
  }

  /** Asks the system, once a board is worked at. */
  async start(): Promise<void> {
    this.#shows = await desktopShows().catch(() => false);
  }

  /** Shows what concerns me and came after this place in the log, unless it is seen here anyway. */
  async show(after: number): Promise<void> {
    if (!this.#shows || !display.notify || document.hasFocus()) return;
    this.#shows = await showOnDesktop(after).catch(() => false);
  }
}

export const desktop = new Desktop();
