import { describe, expect, it } from 'vitest';

import { actionsOf } from './kinds';
import { meaning } from './search';

const cards = [
  { value: '04A1B2C9', label: 'Guest 214' },
  { value: '99887766', label: '' },
];

describe('the search', () => {
  it('knows actions by their words', () => {
    expect(meaning('meter reading', cards).textActions).toContain('MeterValues');
    expect(meaning('Card shown', []).textActions).toEqual(['Authorize']);
  });

  it('knows what a state, an outcome and a connection are called in a frame', () => {
    expect(meaning('plugged in', cards).textMeans).toContain('"Preparing"');
    expect(meaning('after a restart', cards).textMeans).toContain('"RebootRequired"');
    expect(meaning('no OCPP in common', cards).textMeans).toContain('"noCommonProtocol"');
    expect(meaning('went dead', cards).textMeans).toEqual(expect.arrayContaining(['"broken"', '"silent"']));
  });

  it('knows cards by their names', () => {
    expect(meaning('guest', cards).textMeans).toEqual(['"04A1B2C9"']);
  });

  it('means nothing before there is a word', () => {
    expect(meaning(' ', cards)).toEqual({ textActions: [], textMeans: [] });
    expect(meaning('m', cards)).toEqual({ textActions: [], textMeans: [] });
  });
});

describe('kinds of messages', () => {
  it('leave readings out, but not their problems', () => {
    expect(actionsOf('notReadings', false)).toMatchObject({ only: [], without: ['MeterValues'] });
    expect(actionsOf('notReadings', false).withoutSaying).toContain('"MeterValuePeriodic"');
    expect(actionsOf('notReadings', true)).toEqual({ only: [], without: [], withoutSaying: [] });
  });

  it('are lists of actions', () => {
    expect(actionsOf('any', false).only).toEqual([]);
    expect(actionsOf('settings', false).only).toContain('ChangeConfiguration');
  });
});
