import { describe, expect, it } from 'vitest';

import { encrypted, makePassword, spell } from './addresses';

describe('the address', () => {
  it('is taken apart for chargers that ask for host, port and path', () => {
    expect(spell('ws://192.168.1.20:9310/ocpp/')).toEqual({
      scheme: 'ws',
      host: '192.168.1.20',
      port: '9310',
      path: '/ocpp/',
    });
    expect(spell('ws://[fe80::1]:9310/ocpp/').host).toBe('[fe80::1]');
  });
});

describe('the password', () => {
  it('has 20 characters that nobody mistakes for another', () => {
    let next = 0;
    const made = makePassword((count) => Uint8Array.from({ length: count }, () => next++ % 256));
    expect(made).toMatch(/^[a-zA-Z2-9]{20}$/);
    expect(made).not.toMatch(/[0O1lIio]/);
  });
});

describe('the address for encrypted lines', () => {
  it('has the same host and another port', () => {
    expect(encrypted('ws://192.168.1.20:9310/ocpp/', 9311)).toBe('wss://192.168.1.20:9311/ocpp/');
    expect(encrypted('ws://[fe80::1]:9310/ocpp/', 9311)).toBe('wss://[fe80::1]:9311/ocpp/');
  });
});
