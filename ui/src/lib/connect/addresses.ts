// The one address in the three spellings that chargers ask for.

import type { Network } from '../host/generated/bridge';

export interface Spellings {
  scheme: string;
  host: string;
  port: string;
  path: string;
}

/** The address for encrypted lines beside a plain one. */
export function encrypted(url: string, port: number): string {
  return url.replace(/^ws:/, 'wss:').replace(/:\d+\//, `:${port}/`);
}

/** Takes `ws://192.168.1.20:9310/ocpp/` apart. */
export function spell(url: string): Spellings {
  const match = /^(wss?):\/\/(\[[^\]]+\]|[^/:]+)(?::(\d+))?(\/.*)?$/.exec(url);
  const scheme = match?.[1] ?? 'ws';
  return {
    scheme,
    host: match?.[2] ?? url,
    port: match?.[3] ?? (scheme === 'wss' ? '443' : '80'),
    path: match?.[4] ?? '/',
  };
}

export function networkIcon(network: Network): string {
  return network.medium === 'wifi' ? 'i-wifi' : network.medium === 'cable' ? 'i-ethernet-port' : 'i-network';
}

/** A password that chargers accept: 20 characters that nobody mistakes for another when typing. */
export function makePassword(random: (count: number) => Uint8Array): string {
  const letters = 'abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
  let made = '';
  while (made.length < 20) {
    for (const byte of random(32)) {
      // Values beyond the last whole multiple would favour the first letters.
      if (byte < 256 - (256 % letters.length) && made.length < 20) made += letters[byte % letters.length];
    }
  }
  return made;
}
