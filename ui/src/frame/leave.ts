/** The two ways out: locking keeps the board open, closing goes back to the welcome. */
import { router } from '$lib/router.svelte';
import { session } from '$lib/session.svelte';
import { toasts } from '$lib/toasts.svelte';

export async function lock(): Promise<void> {
  await session.lock().catch((thrown: unknown) => toasts.failed(thrown));
}

export async function close(): Promise<void> {
  await session.close().then(
    () => router.go({ at: 'welcome' }, {}, { replace: true }),
    (thrown: unknown) => toasts.failed(thrown),
  );
}
