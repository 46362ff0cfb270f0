// A piece of work that may be refused, for forms that say so beside their fields: whether it runs, and why it failed.

import { faultWords } from '../faults';
import { asFault, type HostFault } from '../host/types';

export class Attempt {
  /** It is under way; a second one waits until it is asked for again. */
  busy = $state(false);
  #fault = $state.raw<HostFault | null>(null);
  /** Why it was not done. */
  readonly wrong = $derived(this.#fault && faultWords(this.#fault));
  /** The field that it was refused for. */
  readonly field = $derived(this.#fault?.params.field ?? null);

  /** Does the work; whether it was done. */
  async run(work: () => Promise<unknown>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.#fault = null;
    try {
      await work();
      return true;
    } catch (thrown) {
      this.#fault = asFault(thrown);
      return false;
    } finally {
      this.busy = false;
    }
  }

  /** `aria-invalid` of a field. */
  invalid(field: string): 'true' | undefined {
    return this.field === field ? 'true' : undefined;
  }
}
