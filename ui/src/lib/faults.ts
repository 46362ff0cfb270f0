// Fault code → how it looks and what it says. The words are the interface's; the core gives codes and facts.

import type { HostCode, HostFault } from './host/types';
import { isKey, t, type Key } from './text/text';

export type Severity = 'bad' | 'warn';

interface Look {
  severity: Severity;
  words: Key;
}

const LOOKS: Record<HostCode, Look> = {
  invalid: { severity: 'warn', words: 'fault.invalid' },
  notFound: { severity: 'warn', words: 'fault.notFound' },
  notConnected: { severity: 'warn', words: 'fault.notConnected' },
  notAccepted: { severity: 'warn', words: 'fault.notAccepted' },
  notSupported: { severity: 'warn', words: 'fault.notSupported' },
  otherModel: { severity: 'warn', words: 'fault.otherModel' },
  badSignature: { severity: 'bad', words: 'fault.badSignature' },
  conflict: { severity: 'warn', words: 'fault.conflict' },
  tooLarge: { severity: 'warn', words: 'fault.tooLarge' },
  mailNotSent: { severity: 'warn', words: 'fault.mailNotSent' },
  taken: { severity: 'warn', words: 'fault.taken' },
  storageFull: { severity: 'bad', words: 'fault.storageFull' },
  storageReadOnly: { severity: 'bad', words: 'fault.storageReadOnly' },
  storageBusy: { severity: 'warn', words: 'fault.storageBusy' },
  notSignedIn: { severity: 'warn', words: 'fault.notSignedIn' },
  internal: { severity: 'bad', words: 'fault.internal' },
  unreachable: { severity: 'bad', words: 'fault.unreachable' },
};

/** A code that this interface does not know yet looks like a defect. */
export function look(fault: HostFault): Look {
  return (LOOKS as Partial<Record<string, Look>>)[fault.code] ?? LOOKS.internal;
}

export function faultWords(fault: HostFault): string {
  // Closed reasons have sentences of their own, some of them for one field only.
  const { field = '', reason = '' } = fault.params;
  const own = [`${field}.${reason}`, reason].map((end) => `${look(fault).words}.${end}`).find(isKey);
  if (own) return t(own, fault.params);
  if (fault.code === 'tooLarge') {
    return t('fault.tooLarge', { most: String(Math.round(Number(fault.params.most ?? 0) / 1_048_576)) });
  }
  const facts = { reason: '', field: '', value: '', what: '', bay: '', ...fault.params };
  return t(look(fault).words, facts).replace(/\s+\./g, '.').trim();
}
