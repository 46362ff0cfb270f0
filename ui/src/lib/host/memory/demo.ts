// Believable data: six bays, each in another state. Used by component tests and for looking at the screens.

import type { ConnectorView, HandshakeView, SessionView, Snapshot, StationView, TokenView } from '../generated/bridge';
import { NO_BOOKS } from '../../billing/nothing';
import { MemoryHost } from '../memory';
import { demoBilling } from './billing-demo';
import { demoConfiguration } from './configuration';
import { demoFirmware } from './firmware-demo';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export function connector(evse: number, change: Partial<ConnectorView> = {}): ConnectorView {
  return {
    evse,
    connector: 1,
    state: 'available',
    rawState: 'Available',
    since: null,
    error: null,
    info: null,
    live: null,
    session: null,
    spark: [],
    ...change,
  };
}

export function station(id: number, change: Partial<StationView> = {}): StationView {
  return {
    id,
    identity: `CP-0${id}`,
    name: `Bay ${id}`,
    bay: id,
    admission: 'accepted',
    online: true,
    since: 0,
    lastHeard: 0,
    address: `192.168.1.5${id}`,
    protocol: '1.6',
    hasPassword: false,
    vendor: 'Kestrel',
    model: 'AC22',
    serial: `K-22-0187${id}`,
    firmware: '1.8.0',
    state: 'available',
    connectors: [connector(1)],
    sessions: 118 - 7 * id,
    notes: [],
    ...change,
  };
}

export function session(id: number, change: Partial<SessionView> = {}): SessionView {
  return {
    id,
    station: 1,
    stationName: 'Front door',
    identity: 'CP-01',
    bay: 1,
    evse: 1,
    connector: 1,
    transactionId: String(id),
    token: '04A2B3C4D5',
    startedAt: 0,
    endedAt: null,
    startedReceived: 0,
    endedReceived: null,
    durationS: 0,
    meterStartWh: 14_882_400,
    meterStopWh: 14_907_060,
    energyWh: 24_660,
    reason: null,
    flags: [],
    protocol: '1.6',
    driver: null,
    driverName: null,
    costCentreName: null,
    cost: null,
    currency: null,
    closed: change.endedAt != null,
    amended: false,
    findings: [],
    statement: null,
    ...change,
  };
}

function token(value: string, label: string, change: Partial<TokenView> = {}): TokenView {
  return {
    value,
    label,
    standing: 'accepted',
    driver: null,
    validFrom: null,
    expiresAt: null,
    lastSeenAt: null,
    lastSeenStation: null,
    refused: 0,
    parent: null,
    ...change,
  };
}

function spark(now: number, watts: number): [number, number][] {
  return Array.from({ length: 40 }, (_, i) => [
    now - (40 - i) * 90_000,
    i < 3 ? (watts * i) / 3 : i > 26 && i < 31 ? watts * 0.72 : watts + 60 * (i % 3),
  ]);
}

const PEOPLE = ['04A2B3C4D5', '04FF120988', '04C0FFEE01', '0491AA33B2'];
const REASONS = ['Local', 'Local', 'EVDisconnected', 'SOCLimitReached', 'Remote', 'PowerLoss'];

function past(now: number): SessionView[] {
  return Array.from({ length: 46 }, (_, i) => {
    const bay = (i * 5 + 2) % 6 || 6;
    const startedAt = now - (i + 2) * 3.7 * HOUR;
    const durationS = 1600 + ((i * 977) % 9000);
    const energyWh = 4200 + ((i * 3571) % 31_000);
    return session(1184 - i, {
      station: bay,
      stationName: NAMES[bay - 1] ?? '',
      identity: `CP-0${bay}`,
      bay,
      token: PEOPLE[i % PEOPLE.length] ?? null,
      startedAt,
      endedAt: startedAt + durationS * 1000,
      startedReceived: startedAt + 400,
      endedReceived: startedAt + durationS * 1000 + 500,
      durationS,
      meterStopWh: 14_882_400 + energyWh,
      energyWh,
      reason: REASONS[i % REASONS.length] ?? null,
      flags: i % 11 === 5 ? ['offline', 'estimated'] : [],
    });
  });
}

const NAMES = ['Front door', 'Car park east', 'Garden wall', 'Staff 1', 'Staff 2', 'Van bay'];
const QR =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 29 29" shape-rendering="crispEdges"><path d="M0 0h7v7h-7zM22 0h7v7h-7zM0 22h7v7h-7zM9 3h2v2h-2zM12 9h5v3h-5zM20 12h4v6h-4zM10 20h3v5h-3zM16 22h4v4h-4zM24 24h3v3h-3z"/></svg>';

function stations(now: number): StationView[] {
  const heard = { since: now - 80 * HOUR, lastHeard: now - 4000 };
  const charging = (id: number, card: string | null, ago: number, energyWh: number) => ({
    id,
    token: card,
    startedAt: now - ago,
    energyWh,
  });
  return [
    station(1, {
      ...heard,
      name: NAMES[0] ?? '',
      connectors: [
        connector(1, {
          state: 'charging',
          rawState: 'Charging',
          live: { at: now, powerW: 11_000, currentMa: 16_000, socPermille: null },
          session: charging(1185, '04A2B3C4D5', 84 * MINUTE, 14_950),
          spark: spark(now, 11_000),
        }),
      ],
    }),
    station(2, {
      ...heard,
      name: NAMES[1] ?? '',
      vendor: 'Norvolt',
      model: 'DC40',
      firmware: '2.3.1',
      protocol: '2.0.1',
      hasPassword: true,
      connectors: [
        connector(1, {
          state: 'charging',
          rawState: 'Charging',
          live: { at: now, powerW: 30_100, currentMa: 81_000, socPermille: 640 },
          session: charging(1187, '04FF120988', 26 * MINUTE, 11_320),
          spark: spark(now, 30_100),
        }),
        connector(2, { state: 'pluggedIn', rawState: 'Preparing', since: now - 2 * MINUTE }),
      ],
    }),
    station(3, { ...heard, name: NAMES[2] ?? '', connectors: [connector(1, { since: now - 147 * MINUTE })] }),
    station(4, {
      ...heard,
      name: NAMES[3] ?? '',
      connectors: [
        connector(1, {
          state: 'waitingForPower',
          rawState: 'SuspendedEVSE',
          live: { at: now, powerW: 0, currentMa: 0, socPermille: null },
          session: charging(1186, '04C0FFEE01', 70 * MINUTE, 9700),
        }),
      ],
    }),
    station(5, {
      ...heard,
      name: NAMES[4] ?? '',
      state: 'faulted',
      connectors: [
        connector(1, { state: 'faulted', rawState: 'Faulted', error: 'GroundFailure', since: now - 28 * MINUTE }),
      ],
      notes: ['It sends times without a zone; they are taken for UTC.'],
    }),
    station(6, { name: NAMES[5] ?? '', online: false, since: now - 14 * MINUTE, lastHeard: now - 14 * MINUTE }),
  ];
}

function handshakes(now: number): HandshakeView[] {
  const one = (id: number, ago: number, what: HandshakeView['what'], identity: string | null): HandshakeView => ({
    id,
    at: now - ago,
    from: '192.168.1.57:51822',
    what,
    identity,
    offered: ['ocpp1.6'],
    detail: null,
  });
  return [
    one(4, 20_000, 'waiting', 'EVB-P1739086'),
    one(3, 108_000, 'noIdentity', null),
    one(2, 237_000, 'browser', null),
    one(1, 250_000, 'wrongPassword', 'CP-02'),
  ];
}

export function waitingStation(now: number): StationView {
  return station(7, {
    identity: 'EVB-P1739086',
    name: '',
    bay: null,
    admission: 'pending',
    since: now - 20_000,
    lastHeard: now - 2000,
    address: '192.168.1.57',
    connectors: [],
    sessions: 0,
  });
}

/** `first` = a site without a charger, the other scene the one of the mock-ups. */
export function demoSnapshot(now: number, scene: 'site' | 'first' = 'site'): Snapshot {
  const first = scene === 'first';
  return {
    seq: 40,
    now,
    settings: {
      siteName: 'Quay House Hotel',
      zone: 'Europe/Dublin',
      locale: 'en-IE',
      acceptUnknown: false,
      freeCharging: false,
      askUnknown: false,
      oneSessionPerToken: false,
      siteLimitW: first ? null : 43_500,
      traceMib: 64,
      filesPort: 9312,
      ftpPort: 9321,
      traceDays: 30,
    },
    connect: {
      port: 9310,
      securePort: null,
      networks: [
        { name: 'eth0', medium: 'cable', address: '192.168.1.20', url: 'ws://192.168.1.20:9310/ocpp/', qr: QR },
        { name: 'wlan0', medium: 'wifi', address: '10.20.0.44', url: 'ws://10.20.0.44:9310/ocpp/', qr: QR },
      ],
      demo: false,
      version: '0.1.0',
      dataDir: '/home/owner/.local/share/forecourt',
    },
    stations: first ? [waitingStation(now)] : stations(now),
    orders: first
      ? []
      : [
          {
            id: 3,
            station: 1,
            command: { do: 'unlock', evse: 1, connector: 1 },
            state: 'refused',
            detail: 'UnlockFailed',
            finding: null,
            askedAt: now - 12 * MINUTE,
            changedAt: now - 12 * MINUTE,
            by: 'browser',
          },
          {
            id: 2,
            station: 1,
            command: { do: 'start', evse: 1, connector: 1, token: null, profile: null },
            state: 'tookEffect',
            detail: 'Accepted',
            finding: null,
            askedAt: now - 84 * MINUTE,
            changedAt: now - 84 * MINUTE,
            by: 'window',
          },
        ],
    handshakes: handshakes(now),
    books: NO_BOOKS,
    tokens: first
      ? []
      : [
          token('04A2B3C4D5', 'Aoife Byrne', { lastSeenAt: now - 84 * MINUTE, lastSeenStation: 1 }),
          token('04FF120988', 'Guest 214', {
            expiresAt: now + 20 * HOUR,
            lastSeenAt: now - 26 * MINUTE,
            lastSeenStation: 2,
          }),
          token('04C0FFEE01', 'Dr Nkechi Obi', { lastSeenAt: now - 70 * MINUTE, lastSeenStation: 4 }),
          token('0491AA33B2', 'Old fob', { standing: 'blocked' }),
          token('04DEADBEEF', '', {
            standing: 'unknown',
            refused: 3,
            lastSeenAt: now - 111 * MINUTE,
            lastSeenStation: 3,
          }),
        ],
    today: {
      from: now - 14 * HOUR,
      energyWh: first ? 0 : 161_200,
      energyLastWeekWh: first ? null : 139_000,
      sessions: first ? 0 : 11,
      open: first ? 0 : 3,
    },
  };
}

export function demoSessions(now: number): SessionView[] {
  const open = (id: number, bay: number, card: string, ago: number, energyWh: number) =>
    session(id, {
      station: bay,
      stationName: NAMES[bay - 1] ?? '',
      bay,
      token: card,
      startedAt: now - ago,
      startedReceived: now - ago,
      durationS: ago / 1000,
      energyWh,
      meterStopWh: 14_882_400 + energyWh,
    });
  return [
    open(1187, 2, '04FF120988', 26 * MINUTE, 11_320),
    open(1186, 4, '04C0FFEE01', 70 * MINUTE, 9700),
    open(1185, 1, '04A2B3C4D5', 84 * MINUTE, 14_950),
    ...past(now),
  ];
}

/** A page to look at: `?scene=first` shows the first start. Chargers obey, and power moves. */
export function demoHost(): MemoryHost {
  const now = Date.now();
  const scene = new URLSearchParams(location.search).get('scene') === 'first' ? 'first' : 'site';
  const host = new MemoryHost(demoSnapshot(now, scene), scene === 'first' ? [] : demoSessions(now), () => Date.now());
  for (const { id } of host.snapshot.stations) host.configurations.set(id, demoConfiguration(now));
  if (scene === 'site') {
    demoFirmware(host);
    demoBilling(host);
  }
  host.onOrder = (order) => {
    setTimeout(() => host.moveOrder(order.id, 'sent'), 300);
    setTimeout(() => host.moveOrder(order.id, 'accepted', 'Accepted'), 1200);
    setTimeout(() => host.moveOrder(order.id, 'tookEffect', 'Accepted'), 2500);
  };
  return host;
}
