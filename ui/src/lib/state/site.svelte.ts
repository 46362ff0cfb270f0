// What is known of the site: the last snapshot and every event since. Lists are replaced, never changed in place.

import type {
  Change,
  ConnectView,
  HandshakeView,
  OrderView,
  SessionView,
  SettingsView,
  SiteToday,
  Snapshot,
  StationView,
  TokenView,
} from '../host/generated/bridge';

const KEPT_ORDERS = 200;
const KEPT_HANDSHAKES = 60;

/** The list with the item of the same key replaced, or put in front when there is none. */
export function put<T>(list: readonly T[], item: T, key: (item: T) => unknown): T[] {
  const at = list.findIndex((other) => key(other) === key(item));
  return at < 0 ? [item, ...list] : list.with(at, item);
}

function byBay(a: StationView, b: StationView): number {
  return (a.bay ?? 1000) - (b.bay ?? 1000) || a.id - b.id;
}

export class Site {
  /** False until the first snapshot. */
  known = $state(false);
  settings = $state.raw<SettingsView>({
    siteName: '',
    zone: 'UTC',
    locale: 'en-IE',
    acceptUnknown: false,
    freeCharging: false,
    askUnknown: false,
    oneSessionPerToken: false,
    siteLimitW: null,
    traceMib: 64,
    filesPort: 9312,
    ftpPort: 9321,
    traceDays: 30,
  });
  connect = $state.raw<ConnectView>({ port: 0, securePort: null, networks: [], demo: false, version: '', dataDir: '' });
  stations = $state.raw<StationView[]>([]);
  orders = $state.raw<OrderView[]>([]);
  handshakes = $state.raw<HandshakeView[]>([]);
  tokens = $state.raw<TokenView[]>([]);
  today = $state.raw<SiteToday>({ from: 0, energyWh: 0, energyLastWeekWh: null, sessions: 0, open: 0 });
  readonly accepted = $derived(this.stations.filter((s) => s.admission === 'accepted').toSorted(byBay));
  readonly pending = $derived(this.stations.filter((s) => s.admission === 'pending'));
  readonly refused = $derived(this.stations.filter((s) => s.admission === 'refused'));
  readonly nextBay = $derived(firstFree(this.stations));

  /** The name of a driver; the books tell it. */
  driverName: (driver: number | null) => string | undefined = () => undefined;

  #sessionEars = new Set<(session: SessionView) => void>();

  /** Sessions are not kept here: lists and side panels that show some of them listen until the end is called. */
  hearSessions(ear: (session: SessionView) => void): () => void {
    this.#sessionEars.add(ear);
    return () => this.#sessionEars.delete(ear);
  }

  begin(snapshot: Snapshot): void {
    this.settings = snapshot.settings;
    this.connect = snapshot.connect;
    this.stations = snapshot.stations;
    this.orders = snapshot.orders;
    this.handshakes = snapshot.handshakes;
    this.tokens = snapshot.tokens;
    this.today = snapshot.today;
    this.known = true;
  }

  apply(change: Change): void {
    switch (change.kind) {
      case 'station':
        this.stations = put(this.stations, change.view, (s) => s.id);
        return;
      case 'stationGone':
        this.stations = this.stations.filter((s) => s.id !== change.view.station);
        return;
      case 'session':
        for (const ear of this.#sessionEars) ear(change.view);
        return;
      case 'order':
        this.orders = put(this.orders, change.view, (o) => o.id).slice(0, KEPT_ORDERS);
        return;
      case 'handshake':
        this.handshakes = put(this.handshakes, change.view, (h) => h.id).slice(0, KEPT_HANDSHAKES);
        return;
      case 'token':
        this.tokens = put(this.tokens, change.view, (t) => t.value);
        return;
      // Firmware, logs and books have a state of their own.
      case 'books':
      case 'statement':
      case 'firmware':
      case 'firmwareGone':
      case 'update':
      case 'rollout':
      case 'log':
        return;
      case 'settings':
        this.settings = change.view;
        return;
      case 'today':
        this.today = change.view;
        return;
      default:
        return never(change);
    }
  }

  station(id: number): StationView | undefined {
    return this.stations.find((s) => s.id === id);
  }

  token(value: string | null): TokenView | undefined {
    return value === null ? undefined : this.tokens.find((t) => t.value === value);
  }
}

/** Stops the build when a variant is not handled. A newer core may still send one: it is left alone. */
export function never(value: never): void {
  void value;
}

export function firstFree(stations: readonly StationView[]): number {
  const taken = new Set(stations.map((s) => s.bay));
  let bay = 1;
  while (taken.has(bay)) bay += 1;
  return bay;
}
