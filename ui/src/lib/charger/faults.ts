// Words about faults of chargers.

import type { FaultMonthView, FaultView } from '../host/generated/bridge';
import type { Formats } from '../text/formats';
import { t } from '../text/text';

/** What happened, in a few words. */
export function faultTitle(fault: FaultView): string {
  return fault.explanation?.title ?? t('faults.unknown', { code: fault.vendorCode ?? fault.code });
}

/** Where it is. A first connector goes by the number of its socket alone. */
export function faultPlace(fault: Pick<FaultView, 'evse' | 'connector'>): string {
  if (fault.evse === null) return t('faults.station');
  return fault.connector === null || fault.connector === 1
    ? t('faults.evse', { evse: fault.evse })
    : t('faults.connector', { evse: fault.evse, connector: fault.connector });
}

/** What the columns of the months show, as a sentence. */
export function monthsSentence(months: readonly FaultMonthView[], formats: Formats): string {
  const sum = months.reduce((all, month) => all + month.count, 0);
  if (sum === 0) return t('faults.chartNone');
  const worst = months.reduce((most, month) => (month.count > most.count ? month : most));
  return t('faults.chart', {
    sum: formats.number(sum),
    month: formats.month(worst.from),
    most: formats.number(worst.count),
  });
}
