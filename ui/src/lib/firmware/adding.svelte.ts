// Reads a file into the library of firmware, and says how far it is.

import { faultWords } from '../faults';
import type { FirmwareFileView } from '../host/generated/bridge';
import { asFault } from '../host/types';
import type { App } from '../state/app.svelte';
import { t } from '../text/text';

export class Adding {
  /** What is read in now. */
  now = $state.raw<{ name: string; size: number; sent: number } | null>(null);
  problem = $state<string | null>(null);

  constructor(private readonly app: App) {}

  /** The added file; `null` = it was not taken, and {@link problem} says why. */
  async add(file: File): Promise<FirmwareFileView | null> {
    if (this.now || this.app.halted) return null;
    this.problem = null;
    const most = this.app.firmware.most;
    if (file.size === 0) {
      this.problem = t('file.isEmpty', { name: file.name });
      return null;
    }
    if (most > 0 && file.size > most) {
      this.problem = t('file.tooLarge', { name: file.name, most: this.app.formats.bytes(most) });
      return null;
    }
    this.now = { name: file.name, size: file.size, sent: 0 };
    try {
      const added = await this.app.host.addFirmware(file, (sent) => {
        if (this.now) this.now = { ...this.now, sent: Math.min(sent, file.size) };
      });
      this.app.firmware.file(added);
      this.app.toasts.show('firmware', 'good', t('file.added', { name: added.name }));
      return added;
    } catch (thrown) {
      const fault = asFault(thrown);
      this.problem = fault.code === 'unreachable' ? t('file.brokeOff', { name: file.name }) : faultWords(fault);
      return null;
    } finally {
      this.now = null;
    }
  }
}
