// Evidence for screens without a core.

import type { EvidenceCheck, EvidenceView, SignedValueView } from '../generated/bridge';

export const NO_EVIDENCE: EvidenceView = { frames: 12, values: [], check: null, energyWh: null };

function value(page: number, mark: 'begin' | 'end', reading: string, at: number): SignedValueView {
  return {
    received: at,
    at,
    context: mark === 'begin' ? 'Transaction.Begin' : 'Transaction.End',
    method: 'ECDSA-secp256r1-SHA256',
    meter: '1NOR0020417',
    page,
    readings: [{ mark, at: '2026-11-21T14:05:00,000+0100 S', reading, register: '1-b:1.8.0' }],
    data: `OCMF|{"PG":"T${page}"}|{"SD":"30"}`,
    check: { verdict: 'valid', why: null },
    keyFrom: 'both',
    keySetting: 'MeterPublicKey1',
    key: 'oca:base16:asn1:3059',
  };
}

/** A session with a signed beginning and end. */
export function signedSession(at: number, check: EvidenceCheck = { verdict: 'valid', why: null }): EvidenceView {
  const values = [value(41, 'begin', '1203.500 kWh', at), value(42, 'end', '1217.845 kWh', at + 5_400_000)];
  return { frames: 94, values, check, energyWh: 14_345 };
}
