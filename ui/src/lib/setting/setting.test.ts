import { describe, expect, it } from 'vitest';

import type { ConfigurationEntry, OrderView, SettingView } from '../host/generated/bridge';
import { Formats } from '../text/formats';
import { isKey } from '../text/text';
import { copyPlan, differences, inOrder, undoable } from './compare';
import { formOf, isSecret, rank, STANDARD } from './keys';
import { doubt, forbidden, rangeWords, rotations, sameValue, toggled, valueWords } from './value';

const formats = new Formats('en-IE', 'Europe/Dublin');
const setting = (key: string, value: string | null, readOnly = false): SettingView => ({ key, value, readOnly });
const entry = (key: string, value: string | null, change: Partial<ConfigurationEntry> = {}): ConfigurationEntry => ({
  ...setting(key, value),
  readAt: 0,
  previous: null,
  afterRestart: null,
  ...change,
});
const order = (id: number, key: string, askedAt: number, state: OrderView['state'] = 'tookEffect'): OrderView => ({
  id,
  station: 1,
  command: { do: 'changeSetting', key, value: '1' },
  state,
  detail: null,
  finding: null,
  askedAt,
  changedAt: askedAt,
  by: 'browser',
});

describe('the standard settings', () => {
  it('have a name in plain words, each once', () => {
    for (const { key } of STANDARD) expect(isKey(`key.${key}`), key).toBe(true);
    expect(new Set(STANDARD.map(({ key }) => key.toLowerCase())).size).toBe(STANDARD.length);
  });

  it('have words for every item of their lists and choices', () => {
    for (const { key, form } of STANDARD) {
      if (form.kind !== 'choice' && form.kind !== 'list') continue;
      if (key === 'SupportedFileTransferProtocols') continue;
      for (const word of form.words) expect(isKey(`item.${word}`) || isKey(`key.${key}.${word}`), word).toBe(true);
    }
  });

  it('are known whatever the capitals, and come before a maker’s own', () => {
    expect(rank('heartbeatinterval')).toBe(rank('HeartbeatInterval'));
    expect(inOrder([{ key: 'Zap' }, { key: 'Amp' }, { key: 'HeartbeatInterval' }]).map(({ key }) => key)).toEqual([
      'HeartbeatInterval',
      'Amp',
      'Zap',
    ]);
  });

  it('keep secrets, also makers’ own', () => {
    expect(['AuthorizationKey', 'WifiPassword', 'apn_passphrase', 'HeartbeatInterval'].map(isSecret)).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(valueWords('WifiPassword', 'hunter2', formats)).toBe('Kept secret');
  });
});

describe('a value', () => {
  it.each([
    ['HeartbeatInterval', '300', '300\u00a0s'],
    ['HeartbeatInterval', 'often', 'often'],
    ['MeterValueSampleInterval', '0', 'Off'],
    ['LocalPreAuthorize', 'TRUE', 'Yes'],
    ['LocalPreAuthorize', 'maybe', 'maybe'],
    ['MeterValuesSampledData', 'Power.Active.Import, Voltage,Own.Thing', 'Power, Voltage, Own.Thing'],
    ['SecurityProfile', '1', '1, password'],
    ['ConnectorPhaseRotation', '1.RST,2.RTS', '1.RST, 2.RTS'],
    ['MakersOwn', 'x y', 'x y'],
    ['MakersSwitch', 'false', 'No'],
    ['CpoName', '', 'Nothing'],
    ['CpoName', null, 'Not told'],
  ])('of %s, %j, is said as %s', (key, value, words) => {
    expect(valueWords(key, value, formats)).toBe(words);
  });

  it('beyond the usual range is doubted, not forbidden', () => {
    const form = formOf('MeterValueSampleInterval', '30');
    expect(doubt(form, '-1')).toMatch(/less than/);
    expect(doubt(form, 'soon')).toMatch(/number/);
    expect(doubt(form, '30')).toBeNull();
    expect(forbidden(form, '-1')).toBeNull();
    expect(rangeWords(form, formats)).toBe('0 to 900, 0 = off');
  });

  it('that is a password has 16 to 20 characters', () => {
    const form = formOf('AuthorizationKey', null);
    expect(forbidden(form, 'short')).toMatch(/16 to 20/);
    expect(forbidden(form, 'a'.repeat(16))).toBeNull();
  });

  it('keeps the order of a list, and items that the standard does not know', () => {
    const order = ['A', 'B', 'C'];
    expect(toggled('C, Own', 'A', order)).toBe('A,C,Own');
    expect(toggled('A,C,Own', 'C', order)).toBe('A,Own');
  });

  it('reads the order of phases', () => {
    expect(rotations('0.RST, 1.NotApplicable, rubbish')).toEqual([
      { connector: 0, rotation: 'RST' },
      { connector: 1, rotation: 'NotApplicable' },
    ]);
  });

  it('is the same however it is written', () => {
    expect(sameValue('LocalPreAuthorize', 'TRUE', 'true')).toBe(true);
    expect(sameValue('HeartbeatInterval', '060', '60')).toBe(true);
    expect(sameValue('MeterValuesSampledData', 'Voltage,SoC', 'Voltage, SoC')).toBe(true);
    expect(sameValue('CpoName', 'a', 'A')).toBe(false);
    expect(sameValue('CpoName', null, '')).toBe(false);
  });
});

describe('two chargers', () => {
  const source = [
    setting('HeartbeatInterval', '60'),
    setting('ConnectionTimeOut', '120'),
    setting('NumberOfConnectors', '2', true),
    setting('AuthorizationKey', null),
    setting('Colour', 'red'),
    setting('CpoName', null),
    setting('LogServer', 'ftp://me:••••••••@host'),
  ];
  const target = [
    setting('heartbeatinterval', '300'),
    setting('ConnectionTimeOut', '120'),
    setting('NumberOfConnectors', '1', true),
    setting('AuthorizationKey', null),
    setting('CpoName', 'Quay House'),
    setting('LogServer', 'ftp://me:••••••••@host'),
    setting('Shape', 'round'),
  ];

  it('are compared setting by setting', () => {
    expect(differences(source, target).map(({ key, kind }) => [key, kind])).toEqual([
      ['HeartbeatInterval', 'changed'],
      ['ConnectionTimeOut', 'same'],
      ['CpoName', 'changed'],
      ['AuthorizationKey', 'secret'],
      ['NumberOfConnectors', 'changed'],
      ['Colour', 'onlyLeft'],
      ['LogServer', 'same'],
      ['Shape', 'onlyRight'],
    ]);
  });

  it('copy what may be copied, spelled as the target spells it, and say why the rest is left out', () => {
    const plan = copyPlan(source, target);
    expect(plan.change).toEqual([{ key: 'heartbeatinterval', from: '300', to: '60' }]);
    expect(plan.leave).toEqual([
      { key: 'CpoName', why: 'untold' },
      { key: 'AuthorizationKey', why: 'secret' },
      { key: 'NumberOfConnectors', why: 'readOnly' },
      { key: 'Colour', why: 'unknownHere' },
      { key: 'LogServer', why: 'secret' },
    ]);
  });

  it('never copy how a charger is wired or let in', () => {
    const plan = copyPlan([setting('ConnectorPhaseRotation', '1.RST')], [setting('ConnectorPhaseRotation', '1.RTS')]);
    expect(plan).toEqual({ change: [], leave: [{ key: 'ConnectorPhaseRotation', why: 'own' }] });
  });
});

describe('undo', () => {
  it('offers our changes, newest first, and chooses those that were made together last', () => {
    const entries = [
      entry('HeartbeatInterval', '60', { previous: '300' }),
      entry('ConnectionTimeOut', '30', { previous: '120', afterRestart: '45' }),
      entry('WebSocketPingInterval', '20', { previous: '30' }),
      entry('ResetRetries', '3', { previous: '3' }),
      entry('BlinkRepeat', '3'),
    ];
    const orders = [
      order(4, 'heartbeatinterval', 900_000),
      order(3, 'ConnectionTimeOut', 898_000, 'scheduled'),
      order(2, 'WebSocketPingInterval', 100_000),
      order(1, 'HeartbeatInterval', 50_000, 'refused'),
    ];
    expect(undoable(entries, orders)).toEqual([
      { key: 'HeartbeatInterval', now: '60', to: '300', at: 900_000, last: true },
      { key: 'ConnectionTimeOut', now: '45', to: '120', at: 898_000, last: true },
      { key: 'WebSocketPingInterval', now: '20', to: '30', at: 100_000, last: false },
    ]);
  });
});
