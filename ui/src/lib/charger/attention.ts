// "Needs you": what waits for a person, worst first. Pure, with `now` as an argument.

import { isFresh } from '../card/standing';
import type { Latest } from '../firmware/latest';
import type { OrderView, StationView, TokenView } from '../host/generated/bridge';
import type { Formats } from '../text/formats';
import { isKey, t, tn, type Key } from '../text/text';
import { bayName } from './sentence';
import { orderWords } from './order-words';

export interface Attention {
  key: string;
  kind: 'fault' | 'lost' | 'waiting' | 'card' | 'order' | 'update' | 'repair';
  title: string;
  body: string;
  /** When it happened, milliseconds since the Unix epoch. */
  at: number | null;
  link: { words: Key; to: string };
  /** An unknown card whose driver still stands there. */
  card?: TokenView;
}

/** Faults and lost contact are counted on the badge; everything else waits quietly. */
export function isUrgent(item: Attention): boolean {
  return item.kind === 'fault' || item.kind === 'lost';
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** While an update is here, lost contact is expected. */
const RESTARTS: readonly string[] = ['installing', 'rebooting'];

/** The plain words for a charger's error word. */
export function errorWords(error: string | null): string {
  const key = `error.${error ?? 'none'}`;
  return isKey(key) ? t(key) : t('error.other');
}

export function attention(
  stations: readonly StationView[],
  tokens: readonly TokenView[],
  orders: readonly OrderView[],
  now: number,
  formats: Formats,
  updates: readonly Latest[] = [],
  books: { repairs: number; left: readonly string[] } = { repairs: 0, left: [] },
): Attention[] {
  const accepted = stations.filter((s) => s.admission === 'accepted');
  const items: Attention[] = [];
  for (const station of accepted.filter((s) => s.online)) {
    const broken = station.connectors.find((c) => c.state === 'faulted');
    if (!broken && station.state !== 'faulted') continue;
    items.push({
      key: `fault-${station.id}`,
      kind: 'fault',
      title: t('needs.fault', { bay: bayName(station) }),
      body: errorWords(broken?.error ?? null),
      at: broken?.since ?? null,
      link: { words: 'needs.faultLink', to: `charger/${station.id}` },
    });
  }
  for (const station of accepted.filter((s) => !s.online)) {
    items.push({
      key: `lost-${station.id}`,
      kind: 'lost',
      title: t('needs.lost', { bay: bayName(station) }),
      body: updates.some((one) => one.station === station.id && RESTARTS.includes(one.state))
        ? t('needs.lostUpdating')
        : station.since === null
          ? t('needs.never')
          : t('needs.lostBody', { age: formats.age(station.since, now) }),
      at: station.lastHeard ?? station.since,
      link: { words: 'needs.lostLink', to: `charger/${station.id}` },
    });
  }
  for (const station of stations.filter((s) => s.admission === 'pending')) {
    items.push({
      key: `waiting-${station.id}`,
      kind: 'waiting',
      title: t('needs.waiting', { identity: station.identity }),
      body: [station.vendor, station.model].filter(Boolean).join(' ') || t('needs.waitingBody'),
      at: station.since,
      link: { words: 'needs.waitingLink', to: `charger/${station.id}` },
    });
  }
  for (const { station: id, update, state, at, what } of updates) {
    const station = accepted.find((s) => s.id === id);
    if (!station || (state !== 'stalled' && !(state === 'failed' && now - at < 3 * DAY))) continue;
    items.push({
      key: `update-${update}`,
      kind: 'update',
      title: t(`needs.update.${state}`, { bay: bayName(station) }),
      body: t(`needs.updateBody.${state}`, { what }),
      at,
      link: { words: 'needs.updateLink', to: `charger/${id}/firmware` },
    });
  }
  for (const token of tokens) {
    if (token.standing !== 'unknown' || token.lastSeenAt === null || now - token.lastSeenAt > DAY) continue;
    const where = accepted.find((s) => s.id === token.lastSeenStation);
    if (token.refused === 0 || books.left.includes(`${token.value} ${token.lastSeenAt}`)) continue;
    const fresh = isFresh(token, now);
    items.push({
      key: `card-${token.value}`,
      kind: 'card',
      title: where ? t(fresh ? 'needs.cardNow' : 'needs.cardAt', { bay: bayName(where) }) : t('needs.card'),
      body: tn('needs.cardBody', token.refused, { card: token.value }),
      at: token.lastSeenAt,
      link: { words: 'needs.cardLink', to: 'billing/people' },
      ...(fresh ? { card: token } : {}),
    });
  }
  if (books.repairs > 0) {
    items.push({
      key: 'repair',
      kind: 'repair',
      title: tn('needs.repair', books.repairs),
      body: t('needs.repairBody'),
      at: null,
      link: { words: 'needs.repairLink', to: 'sessions?wrong' },
    });
  }
  for (const order of orders) {
    if (order.state !== 'timedOut' || now - order.changedAt > HOUR) continue;
    const station = accepted.find((s) => s.id === order.station);
    if (!station || orders.some((o) => o.station === order.station && o.id > order.id)) continue;
    items.push({
      key: `order-${order.id}`,
      kind: 'order',
      title: orderWords(order, bayName(station)),
      body: t('needs.orderBody'),
      at: order.changedAt,
      link: { words: 'needs.orderLink', to: `charger/${station.id}` },
    });
  }
  return items;
}
