/** Short notices at the window's foot. What went well leaves by itself; what failed stays until dismissed. */
import { failureOf, type Failure } from './failure';

export interface Toast {
  id: number;
  kind: 'done' | 'failed';
  message: string;
  hint: string | null;
  code: string | null;
  /** One thing to do about it. */
  action: { title: string; run: () => void } | null;
}

const STAYS = 6000;

class Toasts {
  #next = 1;
  list = $state.raw<Toast[]>([]);

  /** Says that something was done. */
  done(message: string, action: Toast['action'] = null): void {
    const id = this.#add({ kind: 'done', message, hint: null, code: null, action });
    setTimeout(() => this.dismiss(id), STAYS);
  }

  /** Says that something failed, and why. */
  failed(thrown: unknown): Failure {
    const failure = failureOf(thrown);
    const shown = this.list.find((t) => t.kind === 'failed' && t.message === failure.message);
    if (shown === undefined) this.#add({ kind: 'failed', ...failure, action: null });
    return failure;
  }

  dismiss(id: number): void {
    this.list = this.list.filter((toast) => toast.id !== id);
  }

  #add(toast: Omit<Toast, 'id'>): number {
    const id = this.#next++;
    this.list = [...this.list.slice(-3), { id, ...toast }];
    return id;
  }
}

export const toasts = new Toasts();
