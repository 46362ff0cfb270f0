import { describe, expect, it } from 'vitest';

import type { CommandView } from '../host/generated/bridge';
import { Formats } from '../text/formats';
import { byWords, orderFacts, orderTerm } from './facts';
import { beginOf, clockOf, periodsOf, seconds, stairLine, stairs } from './schedule';

const formats = new Formats('en-IE', 'Europe/Dublin');
const site = { token: (value: string | null) => (value === '04A2' ? { label: 'Aoife' } : undefined) } as never;
const facts = (command: CommandView) => orderFacts(command, formats, site);

describe('an order in the history', () => {
  it('is named in OCPP’s words of the charger’s version', () => {
    expect(orderTerm({ do: 'restart', now: true })).toBe('Reset Hard');
    expect(orderTerm({ do: 'restart', now: false }, true)).toBe('Reset OnIdle');
    expect(orderTerm({ do: 'trigger', what: 'meter', evse: null, extended: true })).toBe('ExtendedTriggerMessage');
    expect(orderTerm({ do: 'sendList', full: false, version: null, tokens: [] })).toBe('SendLocalList Differential');
  });

  it('says what it was about, and never a password', () => {
    expect(facts({ do: 'changeSetting', key: 'HeartbeatInterval', value: '60' })).toBe(
      'How often the charger says hello: 60\u00a0s',
    );
    expect(facts({ do: 'changeSetting', key: 'WifiPassword', value: 'hunter2' })).toBe('WifiPassword: Kept secret');
    expect(facts({ do: 'reserve', evse: null, token: '04A2', parent: null, until: Date.UTC(2026, 0, 5, 18) })).toBe(
      'Any connector for Aoife until 18:00',
    );
    expect(facts({ do: 'service', evse: null, connector: null, operative: false })).toBe('The whole charger');
  });

  it('says who asked', () => {
    expect(['window', 'browser', 'automation'].map(byWords)).toEqual([
      'asked in the window',
      'asked in a browser',
      'asked by Forecourt itself',
    ]);
  });
});

describe('limits over time', () => {
  it('are typed as hours and minutes, or as bare minutes', () => {
    expect(['0:00', '1:30', '90', '1:75', 'x', ''].map(seconds)).toEqual([0, 5400, 5400, null, null, null]);
    expect(clockOf(5400)).toBe('1:30');
  });

  it('become periods in tenths of the unit', () => {
    expect(
      periodsOf(
        [
          { from: '0', limit: '16' },
          { from: '1:00', limit: '6,5' },
        ],
        'A',
        'absolute',
        null,
      ),
    ).toEqual([
      { startS: 0, limitTenths: 160, phases: null },
      { startS: 3600, limitTenths: 65, phases: null },
    ]);
    expect(periodsOf([{ from: '0', limit: '11' }], 'W', 'absolute', 3)).toEqual([
      { startS: 0, limitTenths: 110_000, phases: 3 },
    ]);
  });

  it.each([
    [[{ from: '5', limit: '16' }], 'first'],
    [[{ from: '0', limit: '' }], 'limit'],
    [[{ from: '0', limit: '-1' }], 'limit'],
    [[{ from: 'soon', limit: '1' }], 'from'],
    [
      [
        { from: '0', limit: '1' },
        { from: '0:00', limit: '2' },
      ],
      'order',
    ],
    [
      [
        { from: '0', limit: '1' },
        { from: '25:00', limit: '2' },
      ],
      'beyond',
    ],
  ])('are refused when they make no sense: %j', (steps, fault) => {
    expect(periodsOf(steps, 'A', 'daily', null)).toBe(fault);
  });

  it('begin now, at midnight, on Monday, or with the charge', () => {
    const now = Date.UTC(2026, 9, 14, 13, 32, 5, 250); // a Wednesday, summer time in Dublin
    expect(beginOf('absolute', now, formats)).toBe(Date.UTC(2026, 9, 14, 13, 32, 5));
    expect(beginOf('daily', now, formats)).toBe(Date.UTC(2026, 9, 13, 23));
    expect(beginOf('weekly', now, formats)).toBe(Date.UTC(2026, 9, 11, 23));
    expect(beginOf('relative', now, formats)).toBeNull();
  });

  it('are listed and drawn as stairs', () => {
    const schedule = {
      start: 0,
      durationS: 3600,
      unit: 'A' as const,
      periods: [
        { startS: 0, limitTenths: 160, phases: null },
        { startS: 1800, limitTenths: 320, phases: 1 },
      ],
    };
    expect(stairs(schedule).map(({ fromS, toS }) => [fromS, toS])).toEqual([
      [0, 1800],
      [1800, 3600],
    ]);
    expect(stairLine(schedule, 3600, 100, 40)).toBe('M0.0 20.0H50.0V0.0H100.0');
    expect(stairLine({ ...schedule, durationS: null }, 7200, 100, 40)).toBe('M0.0 20.0H25.0V0.0H100.0');
  });
});
