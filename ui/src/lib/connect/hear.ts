// A knock on the chargers' port, in plain words.

import type { HandshakeView, HandshakeWhat } from '../host/generated/bridge';
import { isKey, t } from '../text/text';

export interface Heard {
  icon: string;
  tone: string;
  title: string;
  body: string;
}

const LOOKS: Record<HandshakeWhat, { icon: string; tone: string }> = {
  connected: { icon: 'g-finishing', tone: 'state-available' },
  waiting: { icon: 'g-preparing', tone: 'state-preparing' },
  assumedOcpp16: { icon: 'g-finishing', tone: 'state-available' },
  refused: { icon: 'g-unavailable', tone: 'state-unavailable' },
  wrongPassword: { icon: 'g-faulted', tone: 'state-faulted' },
  noIdentity: { icon: 'g-faulted', tone: 'state-faulted' },
  noCommonProtocol: { icon: 'g-faulted', tone: 'state-faulted' },
  browser: { icon: 'i-search', tone: '' },
  tlsOnPlainPort: { icon: 'g-faulted', tone: 'state-faulted' },
  plainOnTlsPort: { icon: 'g-faulted', tone: 'state-faulted' },
  tlsFailed: { icon: 'g-faulted', tone: 'state-faulted' },
  wrongCertificate: { icon: 'g-faulted', tone: 'state-faulted' },
  garbage: { icon: 'i-info', tone: '' },
  silent: { icon: 'i-info', tone: '' },
};

export function heard(handshake: HandshakeView): Heard {
  const look = (LOOKS as Partial<Record<string, (typeof LOOKS)['garbage']>>)[handshake.what] ?? LOOKS.garbage;
  const facts = {
    from: handshake.from.replace(/:\d+$/, ''),
    identity: handshake.identity ?? '',
    offered: handshake.offered.join(', '),
  };
  const stem = isKey(`hear.${handshake.what}`) ? handshake.what : 'garbage';
  const title = `hear.${stem}`;
  const body = `hear.${stem}.body`;
  return {
    ...look,
    title: isKey(title) ? t(title, facts) : '',
    body: isKey(body) ? t(body, facts) : '',
  };
}
