/** What a signed statement says, in its own words: they are what was signed, whatever the board says now. */
import type { SignedVerdict } from '$lib/bindings';
import { VERDICTS } from '../words';

export interface Said {
  /** Printed name of the signer, as it was then. */
  name: string;
  meaning: string;
  /** The revision it was compared with. */
  base: number | null;
}

export function saidIn({ statement, verdict }: SignedVerdict): Said {
  let read: Record<string, unknown> = {};
  try {
    read = JSON.parse(statement) as Record<string, unknown>;
  } catch {
    // A statement that cannot be read is shown by its verdict; verifying it is the record's business.
  }
  return {
    name: typeof read.name === 'string' ? read.name : '',
    meaning: typeof read.meaning === 'string' ? read.meaning : VERDICTS[verdict].means,
    base: typeof read.base === 'number' ? read.base : null,
  };
}
