/** Short notices at the window's foot. What failed stays until dismissed; the others leave by themselves. */
import { failureOf, type Failure } from './failure';

export interface Toast {
  id: number;
  /** `told`: what was asked for held already. */
  kind: 'done' | 'told' | 'failed';
  message: string;
  hint: string | null;
  /** One thing to do about it. */
  action: { title: string; run: () => void } | null;
}

/** In milliseconds; longer where there is more to read. */
const STAYS = 6000;
const STAYS_A_LETTER = 60;

class Toasts {
  #next = 1;
  list = $state.raw<Toast[]>([]);

  /** Says that something was done. */
  done(message: string, action: Toast['action'] = null): void {
    this.#add({ kind: 'done', message, hint: null, action });
  }

  /** Says that something failed, and why; or, where it held already, only that. */
  failed(thrown: unknown): Failure {
    const failure = failureOf(thrown);
    const { code, message, hint } = failure;
    const kind = code === 'no_change' ? 'told' : 'failed';
    const shown = this.list.some((toast) => toast.kind === kind && toast.message === message);
    if (!shown) this.#add({ kind, message, hint, action: null });
    return failure;
  }

  dismiss(id: number): void {
    this.list = this.list.filter((toast) => toast.id !== id);
  }

  #add(toast: Omit<Toast, 'id'>): void {
    const id = this.#next++;
    this.list = [...this.list.slice(-3), { id, ...toast }];
    if (toast.kind !== 'failed') setTimeout(() => this.dismiss(id), Math.max(STAYS, toast.message.length * STAYS_A_LETTER));
  }
}

export const toasts = new Toasts();
