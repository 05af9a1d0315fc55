/** Whether the record holds, as far as is known; kept up to date while a verification runs. */
import { proof, stopVerification, verifyBoard, type Progress, type Proof, type Verification } from './bindings';
import { answers, useQuery, type Asked, type Question } from './query.svelte';

/** How often a verification that runs is asked how far it is, in milliseconds. */
const LOOK = 250;

const question: Question<Proof> = { key: 'proof', topics: ['trail'], ask: proof };

export function useProof(): Asked<Proof> {
  return useQuery(() => question);
}

const PARTS: Record<Progress['part'], string> = {
  events: 'Events: hashes, signatures, order',
  articles: 'Articles: rules and tables',
  bytes: 'Documents and attachments',
  pages: 'Pages',
};

/** What a verification is at, in words. */
export function partOf(far: Progress): string {
  return PARTS[far.part];
}

class Verifying {
  /** How far it is; null when none runs. */
  far = $state.raw<Progress | null>(null);

  /** Verifies the record; throws what the desk failed with. */
  async run(): Promise<Verification> {
    this.far = { part: 'events', done: 0, of: 0 };
    const looking = setInterval(() => {
      proof().then(
        ({ running }) => {
          if (this.far !== null && running !== null) this.far = running;
        },
        // Whatever is wrong, the verification itself says so.
        () => undefined,
      );
    }, LOOK);
    try {
      return await verifyBoard();
    } finally {
      clearInterval(looking);
      this.far = null;
      answers.invalidate(['trail']);
    }
  }

  async stop(): Promise<void> {
    await stopVerification();
  }
}

export const verifying = new Verifying();
