// The core in memory, for component tests and for looking at screens without a core. Not part of the product's build.

import type {
  Answers,
  Change,
  ConfigurationView,
  ConnectorView,
  Event,
  EvidenceView,
  FirmwareFileView,
  MailView,
  MonthlyPlan,
  MonthlyView,
  OrderState,
  OrderView,
  SessionPage,
  SessionQuery,
  SessionView,
  Snapshot,
  StationView,
  TokenView,
  TraceLineView,
  TraceQuery,
} from './generated/bridge';
import {
  HostFault,
  type Ask,
  type EvidenceFile,
  type FieldsOf,
  type FileQuery,
  type Host,
  type LinkState,
  type SaveResult,
  type SupportWanted,
  type TraceWanted,
} from './types';
import { drawChart } from './memory/chart';
import { NO_EVIDENCE } from './memory/evidence';
import { NO_MAIL, NO_PLAN } from './memory/office';
import { sums } from './memory/money';
import { MemoryBilling } from './memory/billing';
import { MemoryFirmware } from './memory/firmware';
import { tracePage } from './memory/trace';

type Handlers = { [K in Ask]: (fields: never) => Answers[K] };

export class MemoryHost implements Host {
  readonly capabilities = { signIn: true, saveDialog: false };
  /** Every request made, in order. */
  readonly asked: { ask: Ask; fields: unknown }[] = [];
  readonly files: { name: string; query: FileQuery }[] = [];
  readonly exportedTraces: TraceWanted[] = [];
  readonly exportedEvidence: { file: EvidenceFile; session: number }[] = [];
  readonly exportedBundles: SupportWanted[] = [];
  /** The trace, newest first. */
  trace: TraceLineView[] = [];
  readonly copied: string[] = [];
  /** Files that were saved, by number. */
  readonly saved: number[] = [];
  readonly firmware = new MemoryFirmware(this);
  readonly billing = new MemoryBilling(this);
  /** The next requests of this name are refused with this. */
  readonly faults = new Map<Ask, HostFault>();
  snapshot: Snapshot;
  sessions: SessionView[];
  /** What is known of chargers' settings, by charger. */
  readonly configurations = new Map<number, ConfigurationView>();
  /** What sessions' messages prove, by session. */
  readonly evidence = new Map<number, EvidenceView>();
  mailAccount: MailView = { ...NO_MAIL };
  monthly: MonthlyView = structuredClone(NO_PLAN);
  #clock: () => number;
  #seq: number;
  #ears: { onEvent: (event: Event) => void; onState: (state: LinkState) => void }[] = [];

  constructor(snapshot: Snapshot, sessions: SessionView[] = [], clock: () => number = () => snapshot.now) {
    this.snapshot = snapshot;
    this.sessions = sessions;
    this.#clock = clock;
    this.#seq = snapshot.seq;
  }

  now(): number {
    return this.#clock();
  }

  async request<K extends Ask>(ask: K, ...fields: FieldsOf<K>): Promise<Answers[K]> {
    this.asked.push({ ask, fields: fields[0] });
    const fault = this.faults.get(ask);
    if (fault) throw fault;
    const handler = this.#handlers[ask] as (fields: unknown) => Answers[K];
    return structuredClone(handler(fields[0] ?? {}));
  }

  subscribe(_since: number, onEvent: (event: Event) => void, onState: (state: LinkState) => void): () => void {
    const ear = { onEvent, onState };
    this.#ears.push(ear);
    queueMicrotask(() => {
      if (this.#ears.includes(ear)) onState('open');
    });
    return () => {
      this.#ears = this.#ears.filter((other) => other !== ear);
    };
  }

  async saveFile(name: string, query: FileQuery): Promise<SaveResult> {
    this.files.push({ name, query });
    return { saved: null };
  }

  fileAddress(name: string): string {
    return `about:blank#${name}`;
  }

  async exportTrace(wanted: TraceWanted): Promise<SaveResult> {
    this.exportedTraces.push(wanted);
    return { saved: null };
  }

  async addFirmware(file: File, onProgress: (sent: number) => void): Promise<FirmwareFileView> {
    onProgress(file.size);
    return structuredClone(this.firmware.add(file.name, file.size));
  }

  async saveReceived(file: number): Promise<SaveResult> {
    this.saved.push(file);
    return { saved: null };
  }

  async exportSupport(wanted: SupportWanted): Promise<SaveResult> {
    this.exportedBundles.push(wanted);
    return { saved: null };
  }

  async exportEvidence(file: EvidenceFile, session: number): Promise<SaveResult> {
    this.exportedEvidence.push({ file, session });
    return { saved: null };
  }

  async signIn(token: string): Promise<void> {
    if (token !== 'right') throw new HostFault('notSignedIn');
    this.faults.delete('snapshot');
  }

  async copy(text: string): Promise<boolean> {
    this.copied.push(text);
    return true;
  }

  /** Tells a change, as the core would. */
  tell(change: Change): void {
    this.#seq += 1;
    const event = { seq: this.#seq, at: this.now(), change };
    for (const ear of [...this.#ears]) ear.onEvent(structuredClone(event));
  }

  /** Tells the numbered event as it is, also out of order. */
  tellRaw(event: Event): void {
    for (const ear of [...this.#ears]) ear.onEvent(event);
  }

  link(state: LinkState): void {
    for (const ear of [...this.#ears]) ear.onState(state);
  }

  station(id: number): StationView {
    const station = this.snapshot.stations.find((s) => s.id === id);
    if (!station) throw new HostFault('notFound', { what: 'station' });
    return station;
  }

  changeStation(id: number, change: Partial<StationView>): void {
    const next = { ...this.station(id), ...change };
    this.snapshot.stations = this.snapshot.stations.map((s) => (s.id === id ? next : s));
    this.tell({ kind: 'station', view: next });
  }

  changeConnector(id: number, evse: number, change: Partial<ConnectorView>): void {
    const connectors = this.station(id).connectors.map((c) => (c.evse === evse ? { ...c, ...change } : c));
    this.changeStation(id, { connectors });
  }

  moveOrder(id: number, state: OrderState, detail: string | null = null): void {
    const order = this.snapshot.orders.find((o) => o.id === id);
    if (!order) throw new Error(`no order ${id}`);
    const next: OrderView = { ...order, state, detail, changedAt: this.now() };
    this.snapshot.orders = this.snapshot.orders.map((o) => (o.id === id ? next : o));
    this.tell({ kind: 'order', view: next });
  }

  changeToken(value: string, change: Partial<TokenView>): TokenView {
    const before = this.snapshot.tokens.find((token) => token.value === value);
    const token: TokenView = {
      label: '',
      standing: 'accepted',
      driver: null,
      validFrom: null,
      expiresAt: null,
      parent: null,
      lastSeenAt: null,
      lastSeenStation: null,
      refused: 0,
      ...before,
      ...change,
      value,
    };
    this.snapshot.tokens = [token, ...this.snapshot.tokens.filter((other) => other.value !== value)];
    this.tell({ kind: 'token', view: token });
    return token;
  }

  changeSession(id: number, change: Partial<SessionView>): SessionView {
    const found = this.sessions.find((s) => s.id === id);
    if (!found) throw new HostFault('notFound', { what: 'session' });
    const next = { ...found, ...change };
    this.sessions = this.sessions.map((s) => (s.id === id ? next : s));
    this.tell({ kind: 'session', view: next });
    return next;
  }

  /** What happens after an order was taken; the demo lets chargers obey. */
  onOrder: (order: OrderView) => void = () => undefined;

  readonly #handlers: Handlers = {
    ...this.firmware.handlers,
    ...this.billing.handlers,
    snapshot: () => ({ ...this.snapshot, seq: this.#seq, now: this.now() }),
    connect: () => this.snapshot.connect,
    admitStation: ({ station, name, bay }: { station: number; name: string; bay: number }) => {
      this.changeStation(station, { admission: 'accepted', name, bay });
      return {};
    },
    refuseStation: ({ station }: { station: number }) => {
      this.changeStation(station, { admission: 'refused' });
      return {};
    },
    editStation: ({ station, name, bay }: { station: number; name: string; bay: number }) => {
      this.changeStation(station, { name, bay });
      return {};
    },
    setPassword: ({ station, password }: { station: number; password: string | null }) => {
      this.changeStation(station, { hasPassword: password !== null });
      return {};
    },
    order: ({ station, command }: { station: number; command: OrderView['command'] }) => this.#order(station, command),
    orderAll: ({ stations, command }: { stations: number[]; command: OrderView['command'] }) =>
      stations.map((station) => ({ station, order: this.#order(station, command), fault: null })),
    configuration: ({ station }: { station: number }) =>
      this.configurations.get(station) ?? { readAt: null, entries: [], snapshots: [], reservations: [], lacks: [] },
    orders: ({ station }: { station: number }) => this.snapshot.orders.filter((o) => o.station === station),
    // A charger in memory has nothing peculiar about it, and no switch to set.
    faults: () => ({ open: [], past: [], months: [], problems: [], folder: '' }),
    supportBundle: () => ({ name: 'support.zip', entries: [] }),
    peculiarities: () => ({ profiles: [], switches: [], notes: [], problems: [], folder: '' }),
    setSwitch: ({ switch: name }: { switch: string }) => {
      throw new HostFault('notFound', { what: name });
    },
    sessions: ({ query }: { query: SessionQuery }) => this.#page(query),
    session: ({ session }: { session: number }) => {
      const found = this.sessions.find((s) => s.id === session);
      if (!found) throw new HostFault('notFound', { what: 'session' });
      return found;
    },
    mail: () => this.mailAccount,
    saveMail: ({ account, password }: { account: MailView; password: string | null }) => {
      const hasPassword = password === null ? this.mailAccount.hasPassword : password !== '';
      return (this.mailAccount = { ...account, hasPassword });
    },
    testMail: () => ({}),
    schedule: () => this.monthly,
    saveSchedule: ({ plan }: { plan: MonthlyPlan }) => (this.monthly = { ...this.monthly, plan }),
    evidence: ({ session }: { session: number }) => this.evidence.get(session) ?? NO_EVIDENCE,
    chart: ({ query }: { query: Parameters<typeof drawChart>[0] }) => drawChart(query, this.now()),
    saveToken: (fields: Omit<TokenView, 'lastSeenAt' | 'lastSeenStation' | 'refused'>) =>
      this.changeToken(fields.value, fields),
    removeToken: ({ value }: { value: string }) => {
      this.snapshot.tokens = this.snapshot.tokens.filter((token) => token.value !== value);
      return {};
    },
    trace: ({ query }: { query: TraceQuery }) => tracePage(this.trace, query),
    traceLine: ({ number }: { number: number }) => {
      const found = this.trace.find((line) => line.number === number);
      if (!found) throw new HostFault('notFound', { what: 'message' });
      return { ...found, cut: false };
    },
    saveSettings: ({ settings }: { settings: Snapshot['settings'] }) => {
      this.snapshot.settings = settings;
      this.tell({ kind: 'settings', view: settings });
      return settings;
    },
  };

  #order(station: number, command: OrderView['command']): OrderView {
    const id = Math.max(0, ...this.snapshot.orders.map((o) => o.id)) + 1;
    const at = this.now();
    const order: OrderView = {
      id,
      station,
      command,
      state: 'asked',
      detail: null,
      finding: null,
      askedAt: at,
      changedAt: at,
      by: 'browser',
    };
    this.snapshot.orders = [order, ...this.snapshot.orders];
    this.tell({ kind: 'order', view: order });
    this.onOrder(order);
    return order;
  }

  #page(query: SessionQuery): SessionPage {
    const found = this.sessions
      .filter(
        (s) =>
          (query.from === null || s.startedAt >= query.from) &&
          (query.to === null || s.startedAt < query.to) &&
          (query.station === null || s.station === query.station) &&
          (query.driver === null || s.driver === query.driver) &&
          (query.costCentre === null || this.billing.costCentreOf(s) === query.costCentre) &&
          (!query.wrong || s.findings.length > 0) &&
          (!query.text ||
            `${s.id} ${s.token} ${s.stationName} ${s.driverName}`.toLowerCase().includes(query.text.toLowerCase())),
      )
      .sort((a, b) => b.startedAt - a.startedAt);
    return {
      sessions: found.slice(query.offset, query.offset + (query.limit || 100)),
      totals: {
        sessions: found.length,
        open: found.filter((s) => s.endedAt === null).length,
        energyWh: found.reduce((sum, s) => sum + (s.energyWh ?? 0), 0),
        costs: sums(found),
      },
    };
  }
}
