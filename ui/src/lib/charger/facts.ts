// What is said of one connector in a line or two.

import type { ConnectorView, StationView } from '../host/generated/bridge';
import type { Formats } from '../text/formats';
import { t } from '../text/text';
import type { Site } from '../state/site.svelte';
import { errorWords } from './attention';
import { connectorState } from './states';

/** The card's name, else its driver's, else what the reader read. */
export function cardName(site: Site, token: string | null): string {
  if (token === null) return t('card.none');
  const card = site.token(token);
  return card?.label || site.driverName(card?.driver ?? null) || token;
}

export function connectorName(connector: Pick<ConnectorView, 'evse' | 'connector'>): string {
  return connector.evse > 0 && connector.connector > 1
    ? t('connector.pair', { evse: connector.evse, connector: connector.connector })
    : t('connector.name', { n: connector.evse });
}

/** "4.2 kWh", "26 min" of the open session. */
export function sessionFacts(connector: ConnectorView, formats: Formats, now: number): string[] {
  const session = connector.session;
  if (!session) return [];
  const facts = [formats.duration((now - session.startedAt) / 1000)];
  if (session.energyWh !== null) facts.unshift(`**${formats.kwh(session.energyWh, 1)}** ${t('unit.kwh')}`);
  if (connector.live?.socPermille != null) {
    facts.push(t('fact.battery', { percent: formats.percent(connector.live.socPermille) }));
  }
  return facts;
}

/** The sentence under the state of a connector without a running charge. */
export function connectorSays(station: StationView, connector: ConnectorView, formats: Formats, now: number): string {
  const since = connector.since === null ? null : formats.near(connector.since, now);
  switch (connectorState(station, connector)) {
    case 'available':
      return since === null ? t('says.available') : t('says.availableSince', { since });
    case 'pluggedIn':
      return since === null ? t('says.pluggedIn') : t('says.pluggedInSince', { since });
    case 'waitingForPower':
      return t('says.waitingForPower');
    case 'carPaused':
      return t('says.carPaused');
    case 'done':
      return t('says.done');
    case 'reserved':
      return t('says.reserved');
    case 'outOfService':
      return t('says.outOfService');
    case 'faulted':
      return `${errorWords(connector.error)} ${t('says.faultNext')}`;
    case 'charging':
      return t('says.charging');
    case 'unknown':
      return t('says.unknown');
  }
}

export function offlineSays(station: StationView, formats: Formats, now: number): string {
  const parts = [
    station.lastHeard === null
      ? t('says.neverHeard')
      : t('says.lastHeard', { at: formats.near(station.lastHeard, now) }),
    t('says.checkLights'),
    station.connectors.some((c) => c.session) ? t('says.offlineCharging') : t('says.offlineIdle'),
  ];
  return parts.join(' ');
}
