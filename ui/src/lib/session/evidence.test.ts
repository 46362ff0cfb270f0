import { describe, expect, it } from 'vitest';

import { signedSession } from '../host/memory/evidence';
import { checkMood, checkWords, keyWords, shownReadings } from './evidence';

const AT = Date.UTC(2026, 10, 21, 13, 5);

describe('what the messages of a session prove', () => {
  it('says in one sentence what checking gave', () => {
    expect(checkWords({ verdict: 'valid', why: null })).toBe('Signed meter values: checked, genuine.');
    expect(checkWords({ verdict: 'invalid', why: 'signature' })).toContain('do not match');
    expect(checkWords({ verdict: 'notCheckable', why: 'method' })).toContain('could not be checked');
    expect(checkWords({ verdict: 'valid', why: null }, true)).not.toContain('genuine');
    expect(checkMood({ verdict: 'keyUnknown', why: null })).toBe('info');
  });

  it('shows the meter\u2019s own digits', () => {
    expect(shownReadings(signedSession(AT))).toEqual([
      { mark: 'begin', reading: '1203.500 kWh' },
      { mark: 'end', reading: '1217.845 kWh' },
    ]);
  });

  it('says that a key which came along proves less', () => {
    const [value] = signedSession(AT).values;
    expect(keyWords(value!)).toContain('MeterPublicKey1');
    expect(keyWords({ ...value!, keyFrom: 'value' })).toContain('came with the values');
  });
});
