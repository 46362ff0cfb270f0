// The ten states a connector is shown in: word, glyph and colour class, always the three together.

import type { ConnectorState, ConnectorView, StationView } from '../host/generated/bridge';
import type { Key } from '../text/text';

export interface StateLook {
  words: Key;
  glyph: string;
  tone: string;
}

const LOOKS: Record<ConnectorState | 'offline', StateLook> = {
  unknown: { words: 'state.unknown', glyph: 'g-offline', tone: 'offline' },
  available: { words: 'state.available', glyph: 'g-available', tone: 'available' },
  pluggedIn: { words: 'state.pluggedIn', glyph: 'g-preparing', tone: 'preparing' },
  charging: { words: 'state.charging', glyph: 'g-charging', tone: 'charging' },
  waitingForPower: { words: 'state.waitingForPower', glyph: 'g-suspended', tone: 'suspended' },
  carPaused: { words: 'state.carPaused', glyph: 'g-suspended-ev', tone: 'suspended' },
  done: { words: 'state.done', glyph: 'g-finishing', tone: 'finishing' },
  reserved: { words: 'state.reserved', glyph: 'g-reserved', tone: 'reserved' },
  outOfService: { words: 'state.outOfService', glyph: 'g-unavailable', tone: 'unavailable' },
  faulted: { words: 'state.faulted', glyph: 'g-faulted', tone: 'faulted' },
  offline: { words: 'state.offline', glyph: 'g-offline', tone: 'offline' },
};

export type ShownState = keyof typeof LOOKS;

export function stateLook(state: ShownState): StateLook {
  return (LOOKS as Partial<Record<string, StateLook>>)[state] ?? LOOKS.unknown;
}

/** What of a charger matters most, for lists with one state a charger. */
const WEIGHT: ConnectorState[] = [
  'faulted',
  'charging',
  'waitingForPower',
  'carPaused',
  'done',
  'pluggedIn',
  'reserved',
  'outOfService',
  'available',
];

export function stationState(station: StationView): ShownState {
  if (!station.online) return 'offline';
  const states = [station.state, ...station.connectors.map((c) => c.state)];
  return WEIGHT.find((state) => states.includes(state)) ?? 'unknown';
}

/** A session is open here. */
export function isBusy(connector: ConnectorView): boolean {
  return connector.session !== null;
}

/** A connector may be out of service because its whole charger is. */
export function connectorState(station: StationView, connector: ConnectorView): ConnectorState {
  if (connector.state === 'faulted' || connector.session) return connector.state;
  return station.state === 'outOfService' || station.state === 'faulted' ? station.state : connector.state;
}

/** Power flowing at a connector now, in watts. Nothing flows without contact or a session. */
export function powerOf(station: StationView, connector: ConnectorView): number {
  return station.online && connector.session ? (connector.live?.powerW ?? 0) : 0;
}

export function stationPower(station: StationView): number {
  return station.connectors.reduce((sum, connector) => sum + powerOf(station, connector), 0);
}
