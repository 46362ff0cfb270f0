// Words about what a session's messages prove.

import type { EvidenceCheck, EvidenceMark, EvidenceView, EvidenceWhy, SignedValueView } from '../host/generated/bridge';
import { t } from '../text/text';

export function checkMood(check: EvidenceCheck): 'good' | 'bad' | 'info' {
  if (check.verdict === 'valid') return 'good';
  return check.verdict === 'invalid' ? 'bad' : 'info';
}

/** `ownKey` = the key came with the values and nobody else vouches for it. */
export function checkWords(check: EvidenceCheck, ownKey = false): string {
  const why = check.why === null ? '' : whyWords(check.why);
  switch (check.verdict) {
    case 'valid':
      return t(ownKey ? 'evidence.validOwnKey' : 'evidence.valid');
    case 'invalid':
      return t('evidence.invalid', { why });
    case 'keyUnknown':
      return t('evidence.keyUnknown');
    case 'notCheckable':
      return t('evidence.notCheckable', { why });
  }
}

function whyWords(why: EvidenceWhy): string {
  return t(`evidence.why.${why}`);
}

export function markWords(mark: EvidenceMark): string {
  return t(`evidence.mark.${mark}`);
}

/** Which key was used, and how much that proves. */
export function keyWords(value: SignedValueView): string {
  switch (value.keyFrom) {
    case 'setting':
      return t('evidence.keyFrom.setting', { name: value.keySetting ?? '' });
    case 'both':
      return t('evidence.keyFrom.both', { name: value.keySetting ?? '' });
    default:
      return t('evidence.keyFrom.value');
  }
}

/** The meter's first reading of the beginning and its last of the end, as it wrote them. */
export function shownReadings(evidence: EvidenceView): { mark: EvidenceMark; reading: string }[] {
  const readings = evidence.values.flatMap((value) => value.readings);
  const begin = readings.find((reading) => reading.mark === 'begin');
  const end = readings.findLast((reading) => reading.mark === 'end');
  return [begin, end].flatMap((found) => (found?.mark ? [{ mark: found.mark, reading: found.reading }] : []));
}
