import { describe, expect, it } from 'vitest';

import type { TraceLineView } from '../host/generated/bridge';
import { Formats } from '../text/formats';
import { asked, connection, line, NOON, told } from './line.fixture';
import { lineWords } from './words';

const formats = new Formats('en-IE', 'Europe/Dublin');
const names = { card: (token: string) => (token === '04A1' ? 'Guest 214' : token) };
const of = (one: TraceLineView) => lineWords(one, formats, names);
const plain = (text: string) => text.replaceAll('\u00a0', ' ');
const row = (one: TraceLineView) => {
  const words = of(one);
  return [words.name, words.term, plain(words.sum)];
};

describe('what a charger told', () => {
  it('is said in plain words with the term beside it', () => {
    expect(row(told('StatusNotification', { connectorId: 1, status: 'Preparing', errorCode: 'NoError' }))).toEqual([
      'Connector 1: plugged in',
      'StatusNotification Preparing',
      'Waiting for a card or for the plug',
    ]);
    expect(
      row(
        told(
          'StartTransaction',
          { connectorId: 1, idTag: '04A1', meterStart: 8_214_310 },
          { transactionId: 1187, idTagInfo: { status: 'Accepted' } },
        ),
      ),
    ).toEqual(['Charging began', 'StartTransaction', 'Session 1187, Guest 214, meter 8,214.31 kWh']);
    const sampledValue = [
      { value: '11.0', measurand: 'Power.Active.Import', unit: 'kW' },
      { value: '14950', unit: 'Wh' },
      { value: '15.9', measurand: 'Current.Import', phase: 'L1' },
      { value: ' 15.9 ', measurand: 'Current.Import', phase: 'L2' },
      { value: '15.9', measurand: 'Current.Import', phase: 'L3' },
    ];
    expect(row(told('MeterValues', { connectorId: 1, meterValue: [{ sampledValue }] }))).toEqual([
      'Meter reading',
      'MeterValues',
      '11.0 kW, 14.95 kWh, 15.9 A on each phase',
    ]);
  });

  it('reads a meter value that is no list, and has nothing to say of an empty one', () => {
    expect(row(told('MeterValues', { meterValue: { sampledValue: [{ value: '1000' }] } }))[2]).toBe('1.00 kWh');
    expect(row(told('MeterValues', { meterValue: [{ sampledValue: [] }] }))[2]).toBe('');
  });

  it('names a fault and a refused card', () => {
    const fault = told(
      'StatusNotification',
      { connectorId: 1, status: 'Faulted', errorCode: 'GroundFailure', info: 'RCM trip 7.1 mA' },
      {},
      { verdict: 'bad' },
    );
    expect(of(fault)).toMatchObject({ name: 'Connector 1: fault', mood: 'bad' });
    expect(of(fault).sum).toMatch(/^GroundFailure, “RCM trip 7.1 mA”/);
    const card = told('Authorize', { idTag: '047F' }, { idTagInfo: { status: 'Invalid' } }, { verdict: 'warn' });
    expect(of(card)).toMatchObject({ name: 'Card shown', sum: 'Unknown card 047F, refused', mood: 'warn' });
  });
});

describe('an order', () => {
  it('says how the charger answered', () => {
    const key = { key: 'MeterValueSampleInterval', value: '30' };
    expect(row(asked('ChangeConfiguration', key, { status: 'RebootRequired' }))).toEqual([
      'Change a setting',
      'ChangeConfiguration MeterValueSampleInterval',
      'MeterValueSampleInterval = 30: Accepted, takes effect after a restart',
    ]);
    expect(row(asked('Reset', { type: 'Soft' }, { status: 'Rejected' }, { verdict: 'bad' }))).toEqual([
      'Restart when idle',
      'Reset Soft',
      'Refused by the charger',
    ]);
    const found = { configurationKey: [{ key: 'A' }, { key: 'B' }], unknownKey: ['C'] };
    expect(row(asked('GetConfiguration', {}, found))[2]).toBe('2 settings, 1 unknown to it');
  });

  it('tells an error, with a text or an object as its details', () => {
    for (const details of ['{}', '"no such thing"']) {
      const error = asked(
        'GetDiagnostics',
        {},
        {},
        {
          verdict: 'bad',
          answer: { at: NOON, text: `[4,"x","NotSupported","",${details}]` },
        },
      );
      expect(of(error).sum).toBe('Charger does not know this command');
    }
    const other = asked('Reset', {}, {}, { answer: { at: NOON, text: '[4,"x","InternalError","oh",{}]' } });
    expect(of(other).sum).toBe('Charger answered with an error: InternalError');
  });

  it('waits for its answer, or has none', () => {
    expect(of(asked('Reset', {}, {}, { answer: null, verdict: 'open' })).sum).toBe('Waiting for its answer');
    const none = asked('Reset', {}, {}, { verdict: 'noAnswer', answer: { at: NOON + 30_001, text: '' } });
    expect(of(none)).toMatchObject({ sum: 'No answer within 30 s', mood: 'warn' });
  });
});

describe('a pair’s latency', () => {
  it('is the time between both, in a unit that suits', () => {
    const took = (ms: number) => plain(of(line(0, { at: NOON, answer: { at: NOON + ms, text: '' } })).latency);
    expect([took(3), took(999), took(1500), took(30_000), took(-2)]).toEqual([
      '3 ms',
      '999 ms',
      '1.5 s',
      '30 s',
      '0 ms',
    ]);
    expect(of(line(0, { answer: null })).latency).toBe('');
  });
});

describe('a connection', () => {
  it('tells who was turned away and why', () => {
    const facts = { why: 'noCommonProtocol', from: '192.168.1.61', identity: 'CP-9', offered: ['ocpp1.5'] };
    const words = of(connection('turnedAway', facts, { verdict: 'bad' }));
    expect(words).toEqual({
      name: 'Turned away: no OCPP in common',
      term: '192.168.1.61',
      sum: 'CP-9 offers only ocpp1.5',
      mood: 'bad',
      latency: '',
    });
  });

  it('tells how a line went dead', () => {
    const words = of(connection('ended', { why: 'broken', lastHeardMs: 41_000 }, { verdict: 'warn' }));
    expect([words.name, words.term, plain(words.sum)]).toEqual([
      'Line went dead',
      'code 1006',
      'No goodbye. Last message was 41 s earlier',
    ]);
  });
});

describe('what cannot be read', () => {
  it('is called what it is', () => {
    expect(of(line(1, { action: '', call: 'nonsense', answer: null, verdict: 'bad' })).name).toBe(
      'Something that is no message',
    );
    expect(of(line(1, { action: '', call: '[3,"7",{}]', answer: null })).name).toBe('An answer that nobody asked for');
  });

  it('keeps the action, once, where it has no words for it', () => {
    expect(row(told('VendorSpecial', {}))).toEqual(['VendorSpecial', '', '']);
  });
});
