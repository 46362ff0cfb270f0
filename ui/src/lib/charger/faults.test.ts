import { describe, expect, it } from 'vitest';
import { Formats } from '../text/formats';
import { faultPlace, faultTitle, monthsSentence } from './faults';

const formats = new Formats('en-GB', 'UTC');
const fault = {
  id: 1,
  began: 0,
  ended: null,
  evse: 2,
  connector: 1,
  code: 'OtherError',
  vendorCode: 'E7',
  info: null,
  off: true,
  explanation: null,
};

describe('faults', () => {
  it('go by the title of the manual, else by the word of the maker', () => {
    const explanation = { title: 'It became too hot', cause: '', next: '' };
    expect(faultTitle({ ...fault, explanation })).toBe('It became too hot');
    expect(faultTitle(fault)).toBe('It reported “E7”');
    expect(faultTitle({ ...fault, vendorCode: null })).toBe('It reported “OtherError”');
  });

  it('name their place', () => {
    expect(faultPlace(fault)).toBe('Connector 2');
    expect(faultPlace({ evse: 2, connector: 2 })).toBe('Connector 2.2');
    expect(faultPlace({ evse: 2, connector: null })).toBe('Connector 2');
    expect(faultPlace({ evse: null, connector: null })).toBe('The charger');
  });

  it('are summed up by the worst month', () => {
    const months = [
      { from: Date.UTC(2026, 8, 1), count: 1 },
      { from: Date.UTC(2026, 9, 1), count: 4 },
      { from: Date.UTC(2026, 10, 1), count: 0 },
    ];
    expect(monthsSentence(months, formats)).toContain('5 in all, most in October 2026 with 4');
    expect(monthsSentence([], formats)).toBe('No faults in the last twelve months.');
  });
});
