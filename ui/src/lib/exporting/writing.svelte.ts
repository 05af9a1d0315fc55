/** Something leaving the board as a file: where to, how far it is, and what came of it. */

import { breakExportOff, chooseFile, exportProgress, proof, type Exported, type Progress, type Purpose } from '$lib/bindings';
import { failureOf } from '$lib/failure';
import { answers } from '$lib/query.svelte';
import { toasts } from '$lib/toasts.svelte';

/** Most exports are there before a dialog could be read. */
const PATIENCE = 500;

export interface Export {
  purpose: Purpose;
  /** The name proposed for the file. */
  name: string;
  write: (path: string) => Promise<Exported>;
  /** What was written, in words. */
  told: (records: number) => string;
}

export class Writing {
  busy = $state(false);
  slow = $state(false);
  far = $state.raw<Progress | null>(null);

  async write({ purpose, name, write, told }: Export): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    let looks: ReturnType<typeof setInterval> | undefined;
    try {
      const path = await chooseFile(purpose, name);
      if (path !== null) {
        const began = Date.now();
        looks = setInterval(() => {
          this.slow = Date.now() - began > PATIENCE;
          void exportProgress().then((now) => (this.far = now));
        }, 250);
        const { records, recorded } = await write(path);
        const where = path.split(/[/\\]/).at(-1) ?? path;
        const [fault] = (await proof()).alarm;
        const remarks = [
          recorded ? '' : ' The board can only be read here: its record does not tell of this export.',
          fault === undefined ? '' : ` But the record does not hold: ${fault.sentence} Do not rely on what was written.`,
        ];
        toasts.done(`${told(records)} written to ${where}.${remarks.join('')}`);
        answers.invalidate(['trail']);
      }
    } catch (thrown) {
      if (failureOf(thrown).code === 'broken_off') toasts.done('The export was broken off. No file was written.');
      else toasts.failed(thrown);
    }
    clearInterval(looks);
    this.busy = this.slow = false;
    this.far = null;
  }

  breakOff(): void {
    void breakExportOff();
  }
}

/** Today, as it stands in the name of a file. */
export const today = (): string => new Date().toISOString().slice(0, 10);
