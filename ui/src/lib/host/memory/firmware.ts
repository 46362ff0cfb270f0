// Firmware and logs in memory: what the core would keep of them, and its answers.

import type {
  Answers,
  Change,
  FirmwareFileView,
  LogKindView,
  LogRequestView,
  LogsView,
  LookView,
  RolloutView,
  TransferScheme,
  UpdateStepView,
  UpdateView,
  UpdateWhen,
} from '../generated/bridge';
import { HostFault } from '../types';

interface Around {
  now(): number;
  tell(change: Change): void;
  station(id: number): { vendor: string; model: string; firmware: string };
}

interface NewUpdate {
  station: number;
  file: number;
  when: UpdateWhen;
  confirmed: boolean;
}

export class MemoryFirmware {
  files: FirmwareFileView[] = [];
  updates: UpdateView[] = [];
  rollouts: RolloutView[] = [];
  logs: LogRequestView[] = [];
  /** What is in received files, by `file`, and in what is in them, by `file/entry`. */
  readonly looks = new Map<string, LookView>();
  path: LogsView['path'] = {
    offered: [],
    scheme: 'http',
    address: '192.168.1.20',
    httpPort: 9311,
    ftpPort: 9321,
    ftpDataPorts: [9322, 9329],
    firewall: [],
  };

  constructor(private readonly around: Around) {}

  add(name: string, size: number, change: Partial<FirmwareFileView> = {}): FirmwareFileView {
    const file: FirmwareFileView = {
      id: Math.max(0, ...this.files.map((one) => one.id)) + 1,
      name,
      vendor: '',
      model: '',
      version: '',
      sha256: '9c41'.padEnd(60, '0a7f3c') + 'e07b',
      size,
      notes: '',
      certificate: '',
      signature: '',
      addedAt: this.around.now(),
      used: [],
      ...change,
    };
    this.files = [file, ...this.files];
    this.around.tell({ kind: 'firmware', view: file });
    return file;
  }

  file(id: number): FirmwareFileView {
    const file = this.files.find((one) => one.id === id);
    if (!file) throw new HostFault('notFound', { what: 'firmware' });
    return file;
  }

  /** An update as if it had been asked for. */
  begin(station: number, file: number, change: Partial<UpdateView> = {}): UpdateView {
    const of = this.file(file);
    const at = this.around.now();
    const update: UpdateView = {
      id: Math.max(0, ...this.updates.map((one) => one.id)) + 1,
      station,
      file,
      fileName: of.name,
      fileSize: of.size,
      sha256: of.sha256,
      fromVersion: this.around.station(station).firmware,
      toVersion: of.version,
      when: { kind: 'now' },
      state: 'waiting',
      reason: null,
      word: '',
      steps: [{ at, state: 'waiting', word: '' }],
      served: 0,
      scheme: null,
      address: '',
      reminders: 0,
      rollout: null,
      by: 'operator',
      askedAt: at,
      changedAt: at,
      overAt: null,
      canCancel: true,
      ...change,
    };
    this.updates = [update, ...this.updates];
    this.#used(update);
    this.around.tell({ kind: 'update', view: update });
    return update;
  }

  /** Moves an update on, as the core would tell it. */
  move(id: number, change: Partial<UpdateView>): UpdateView {
    const before = this.updates.find((one) => one.id === id);
    if (!before) throw new HostFault('notFound', { what: 'update' });
    const at = this.around.now();
    const step: UpdateStepView[] =
      change.state && change.state !== before.state ? [{ at, state: change.state, word: change.word ?? '' }] : [];
    const next = { ...before, changedAt: at, ...change, steps: change.steps ?? [...before.steps, ...step] };
    this.updates = this.updates.map((one) => (one.id === id ? next : one));
    this.#used(next);
    this.around.tell({ kind: 'update', view: next });
    return next;
  }

  moveRollout(id: number, change: Partial<RolloutView>): RolloutView {
    const before = this.rollouts.find((one) => one.id === id);
    if (!before) throw new HostFault('notFound', { what: 'rollout' });
    const next = { ...before, ...change };
    this.rollouts = this.rollouts.map((one) => (one.id === id ? next : one));
    this.around.tell({ kind: 'rollout', view: next });
    return next;
  }

  moveLog(id: number, change: Partial<LogRequestView>): LogRequestView {
    const before = this.logs.find((one) => one.id === id);
    if (!before) throw new HostFault('notFound', { what: 'log' });
    const next = { ...before, changedAt: this.around.now(), ...change };
    this.logs = this.logs.map((one) => (one.id === id ? next : one));
    this.around.tell({ kind: 'log', view: next });
    return next;
  }

  #used({ id, station, state, changedAt, file }: UpdateView): void {
    this.files = this.files.map((one) =>
      one.id === file
        ? { ...one, used: [{ station, update: id, state, at: changedAt }, ...one.used.filter((u) => u.update !== id)] }
        : one,
    );
  }

  #check(file: number, stations: readonly number[], confirmed: boolean): void {
    const { vendor, model } = this.file(file);
    const other = stations.map((id) => this.around.station(id)).find((s) => model !== '' && s.model !== model);
    if (other && !confirmed) {
      throw new HostFault('otherModel', { file: `${vendor} ${model}`, charger: `${other.vendor} ${other.model}` });
    }
  }

  readonly handlers = {
    firmware: () => ({ files: this.files, rollouts: this.rollouts, most: 512 * 1024 * 1024 }),
    editFirmware: ({ file, ...fields }: { file: number } & Partial<FirmwareFileView>) => {
      const next = { ...this.file(file), ...fields };
      this.files = this.files.map((one) => (one.id === file ? next : one));
      this.around.tell({ kind: 'firmware', view: next });
      return next;
    },
    removeFirmware: ({ file }: { file: number }) => {
      if (this.updates.some((update) => update.file === file && update.overAt === null)) {
        throw new HostFault('conflict', { reason: 'inUse' });
      }
      this.files = this.files.filter((one) => one.id !== file);
      this.around.tell({ kind: 'firmwareGone', view: { file } });
      return {};
    },
    updates: ({ station }: { station: number }) => this.updates.filter((update) => update.station === station),
    startUpdate: ({ station, file, when, confirmed }: NewUpdate) => {
      this.#check(file, [station], confirmed);
      return this.begin(station, file, { when, reason: when.kind === 'at' ? 'time' : null });
    },
    cancelUpdate: ({ update }: { update: number }) =>
      this.move(update, { state: 'cancelled', reason: 'operator', overAt: this.around.now(), canCancel: false }),
    startRollout: ({ file, stations, when, confirmed }: Omit<NewUpdate, 'station'> & { stations: number[] }) => {
      this.#check(file, stations, confirmed);
      const id = Math.max(0, ...this.rollouts.map((one) => one.id)) + 1;
      const update = this.begin(stations[0] ?? 0, file, { when, rollout: id });
      const rollout: RolloutView = {
        id,
        file,
        fileName: update.fileName,
        toVersion: update.toVersion,
        state: 'first',
        chargers: stations.map((station, at) => ({
          station,
          update: at === 0 ? update.id : null,
          state: at === 0 ? update.state : null,
        })),
        stoppedAt: null,
        askedAt: this.around.now(),
        overAt: null,
      };
      this.rollouts = [rollout, ...this.rollouts];
      this.around.tell({ kind: 'rollout', view: rollout });
      return rollout;
    },
    continueRollout: ({ rollout }: { rollout: number }) => this.moveRollout(rollout, { state: 'following' }),
    stopRollout: ({ rollout }: { rollout: number }) =>
      this.moveRollout(rollout, { state: 'stopped', overAt: this.around.now() }),
    logs: ({ station }: { station: number }): LogsView => ({
      requests: this.logs.filter((log) => log.station === station),
      path: this.path,
      days: 90,
      most: 1024 * 1024 * 1024,
    }),
    askLog: (fields: {
      station: number;
      kind: LogKindView;
      from: number | null;
      to: number | null;
      scheme: TransferScheme | null;
    }) => {
      const at = this.around.now();
      const log: LogRequestView = {
        id: Math.max(0, ...this.logs.map((one) => one.id)) + 1,
        ...fields,
        state: 'asking',
        reason: null,
        word: '',
        received: 0,
        announced: '',
        files: [],
        askedAt: at,
        changedAt: at,
        overAt: null,
      };
      this.logs = [log, ...this.logs];
      this.around.tell({ kind: 'log', view: log });
      return log;
    },
    cancelLog: ({ request }: { request: number }) =>
      this.moveLog(request, { state: 'cancelled', reason: 'operator', overAt: this.around.now() }),
    removeReceived: ({ file }: { file: number }) => {
      const log = this.logs.find((one) => one.files.some((each) => each.id === file));
      if (!log) throw new HostFault('notFound', { what: 'file' });
      this.moveLog(log.id, {
        files: log.files.map((one) => (one.id === file ? { ...one, deleted: true } : one)),
      });
      return {};
    },
    lookInto: ({ file, entry }: { file: number; entry: number | null }): LookView => {
      const look = this.looks.get(entry === null ? `${file}` : `${file}/${entry}`);
      if (!look) return { kind: 'other' };
      return look;
    },
  } satisfies { [K in keyof Answers]?: (fields: never) => Answers[K] };
}
