// Why a session ended and what is special about it, in plain words.

import type { SessionFlag, SessionView } from '../host/generated/bridge';
import { isKey, t } from '../text/text';

/** A charger's word that this interface does not know is shown as it is. */
export function reasonWords(session: SessionView): string {
  if (session.reason === null) return session.endedAt === null ? t('ended.running') : t('ended.unknown');
  const key = `ended.${session.reason}`;
  return isKey(key) ? t(key) : session.reason;
}

export function flagWords(flag: SessionFlag): string {
  const key = `flag.${flag}`;
  return isKey(key) ? t(key) : flag;
}

const FAULTS = new Set(['EmergencyStop', 'PowerLoss', 'GroundFault', 'OvercurrentFault', 'PowerQuality', 'Other']);

export function endedBadly(session: SessionView): boolean {
  return session.reason !== null && FAULTS.has(session.reason);
}
