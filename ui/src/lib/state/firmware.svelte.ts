// Firmware, its updates and rollouts, and logs: what was asked for, and every event since.

import { put } from './site.svelte';
import { remainingS, sampled, type Sample } from '../firmware/pace';
import type {
  Change,
  FirmwareFileView,
  FirmwareLibraryView,
  LogRequestView,
  RolloutView,
  UpdateView,
} from '../host/generated/bridge';
import { asFault, type Host, type HostFault } from '../host/types';
import type { Clock } from './clock.svelte';

const KEPT = 500;

export class Firmware {
  /** False until the library was read. */
  known = $state(false);
  /** Why it could not be read. */
  problem = $state.raw<HostFault | null>(null);
  /** Newest first. */
  files = $state.raw<FirmwareFileView[]>([]);
  rollouts = $state.raw<RolloutView[]>([]);
  /** The largest file that may be added, in bytes. */
  most = $state(0);
  /** Those that a screen asked for, and those that moved since; newest first. */
  updates = $state.raw<UpdateView[]>([]);
  logs = $state.raw<LogRequestView[]>([]);
  #samples = $state.raw<ReadonlyMap<number, Sample[]>>(new Map());

  constructor(
    private readonly host: Host,
    private readonly clock: Clock,
  ) {}

  /** Reads the library anew. */
  async begin(): Promise<void> {
    try {
      this.#library(await this.host.request('firmware'));
    } catch (thrown) {
      this.problem = asFault(thrown);
    }
  }

  #library(view: FirmwareLibraryView): void {
    this.files = view.files;
    this.rollouts = view.rollouts;
    this.most = view.most;
    this.problem = null;
    this.known = true;
  }

  apply(change: Change): void {
    switch (change.kind) {
      case 'firmware':
        return this.file(change.view);
      case 'firmwareGone':
        this.files = this.files.filter((file) => file.id !== change.view.file);
        return;
      case 'update':
        return this.update(change.view);
      case 'rollout':
        return this.rollout(change.view);
      case 'log':
        return this.log(change.view);
      default:
    }
  }

  file(view: FirmwareFileView): void {
    this.files = put(this.files, view, (file) => file.id);
  }

  rollout(view: RolloutView): void {
    this.rollouts = put(this.rollouts, view, (rollout) => rollout.id).toSorted((a, b) => b.id - a.id);
  }

  /** An update as it stands now. An answer that an event overtook is dropped. */
  update(view: UpdateView): void {
    const known = this.updates.find((one) => one.id === view.id);
    if (known && known.changedAt > view.changedAt) return;
    this.updates = put(this.updates, view, (one) => one.id)
      .toSorted((a, b) => b.id - a.id)
      .slice(0, KEPT);
    const before = this.#samples.get(view.id) ?? [];
    const after = sampled(before, { at: this.clock.read(), bytes: view.served });
    this.#samples = new Map([...this.#samples, [view.id, after]]);
  }

  log(view: LogRequestView): void {
    const known = this.logs.find((one) => one.id === view.id);
    if (known && known.changedAt > view.changedAt) return;
    this.logs = put(this.logs, view, (one) => one.id)
      .toSorted((a, b) => b.id - a.id)
      .slice(0, KEPT);
  }

  updatesOf(station: number): UpdateView[] {
    return this.updates.filter((update) => update.station === station);
  }

  logsOf(station: number): LogRequestView[] {
    return this.logs.filter((log) => log.station === station);
  }

  /** Seconds until the charger has the whole file; `null` = it cannot be told. */
  remaining(update: UpdateView): number | null {
    return remainingS(this.#samples.get(update.id) ?? [], update.fileSize, this.clock.now);
  }
}
