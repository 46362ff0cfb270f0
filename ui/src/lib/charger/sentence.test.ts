import { describe, expect, it } from 'vitest';

import { connector, demoSnapshot, station } from '../host/memory/demo';
import { Formats } from '../text/formats';
import { attention, isUrgent } from './attention';
import { statusSentence } from './sentence';

const NOW = Date.UTC(2026, 9, 14, 13, 32);
const formats = new Formats('en-IE', 'Europe/Dublin');
const say = (...stations: ReturnType<typeof station>[]) => {
  const { main, rest } = statusSentence(stations, formats);
  return `${main} ${rest}`.trim().replaceAll('\u00a0', ' ');
};

describe('the status sentence', () => {
  it('counts who charges and waits, then names who needs you', () => {
    expect(say(...demoSnapshot(NOW).stations)).toBe(
      'Two cars charging, one waiting for power. Bay 5 and Bay 6 need you.',
    );
  });

  it('says that all is well when nothing happens', () => {
    expect(say(station(1), station(2))).toBe('All is well, every bay is ready.');
  });

  it('does not call a bay ready while a finished car stands in it', () => {
    const parked = station(2, { connectors: [connector(1, { state: 'done' })] });
    expect(say(station(1), parked)).toBe('All is well, no car is charging.');
  });

  it('does not say that all is well when a bay is broken', () => {
    const broken = station(2, { connectors: [connector(1, { state: 'faulted' })] });
    expect(say(station(1), broken)).toBe('No car is charging. Bay 2 needs you.');
  });

  it('says it plainly when nothing can be reached', () => {
    expect(say(station(1, { online: false }))).toBe('No charger can be reached.');
  });

  it('does not count a charge that cannot be seen any more', () => {
    const lost = station(1, { online: false, connectors: [connector(1, { state: 'charging' })] });
    expect(say(lost, station(2))).toBe('No car is charging. Bay 1 needs you.');
  });
});

describe('needs you', () => {
  const needs = (change: Partial<ReturnType<typeof demoSnapshot>> = {}) => {
    const { stations, tokens, orders } = { ...demoSnapshot(NOW), ...change };
    return attention(stations, tokens, orders, NOW, formats);
  };

  it('lists faults, lost contact and refused unknown cards, worst first', () => {
    expect(needs().map((item) => item.title)).toEqual([
      'Bay 5 switched itself off',
      'Bay 6 went quiet',
      'Unknown card at Bay 3',
    ]);
  });

  it('counts only faults and lost contact on the badge', () => {
    expect(needs().filter(isUrgent)).toHaveLength(2);
  });

  it('forgets a refused card after a day', () => {
    const tokens = demoSnapshot(NOW).tokens.map((token) => ({ ...token, lastSeenAt: NOW - 25 * 3_600_000 }));
    expect(needs({ tokens }).map((item) => item.kind)).toEqual(['fault', 'lost']);
  });

  it('lists an order that timed out until another follows it', () => {
    const order = {
      id: 7,
      station: 1,
      command: { do: 'stop', session: 1 } as const,
      state: 'timedOut' as const,
      detail: 'noAnswer',
      finding: null,
      askedAt: NOW - 60_000,
      changedAt: NOW - 30_000,
      by: 'browser',
    };
    expect(needs({ orders: [order] }).at(-1)?.title).toBe('No answer from Bay 1. It may still stop');
    const next = { ...order, id: 8, state: 'tookEffect' as const };
    expect(needs({ orders: [next, order] }).some((item) => item.kind === 'order')).toBe(false);
  });
});
