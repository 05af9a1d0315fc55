/** Something that is tried, one at a time: whether it goes on, and why it failed last. */
import { failureOf, type Failure } from './failure';

export class Attempt {
  busy = $state(false);
  failure = $state.raw<Failure | null>(null);

  /** Does it, unless something is being done; true when it was done without failing. What is thrown is kept to be shown. */
  async run(work: () => Promise<unknown>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.failure = null;
    try {
      await work();
      return true;
    } catch (thrown) {
      this.failure = failureOf(thrown);
      return false;
    } finally {
      this.busy = false;
    }
  }
}
