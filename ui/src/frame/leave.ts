/** The two ways out: locking keeps the board open, closing goes back to the welcome. */
import { router } from '$lib/router.svelte';
import { session } from '$lib/session.svelte';
import { toasts } from '$lib/toasts.svelte';

const unkept = new Set<() => Promise<void>>();

/** Has something kept before anybody leaves; where that fails, nobody does, and the reason is said. */
export function beforeLeaving(keep: () => Promise<void>): () => void {
  unkept.add(keep);
  return () => unkept.delete(keep);
}

async function ready(): Promise<void> {
  for (const keep of unkept) await keep();
}

/** Locks. Whoever asks for it is told when something cannot be kept, and stays; nobody's desk stays open when they are gone. */
export async function lock(idle = false): Promise<void> {
  await ready()
    .catch((thrown: unknown) => {
      if (!idle) throw thrown;
    })
    .then(() => session.lock(idle))
    .catch((thrown: unknown) => toasts.failed(thrown));
}

export async function close(): Promise<void> {
  await ready().then(() => session.close()).then(
    () => router.go({ at: 'welcome' }, {}, { replace: true }),
    (thrown: unknown) => toasts.failed(thrown),
  );
}
