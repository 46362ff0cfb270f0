// A tariff in plain sentences, and for whom it counts.

import type { TariffUseView, TariffVersionView } from '../host/generated/bridge';
import type { Formats } from '../text/formats';
import { t } from '../text/text';
import { COMPONENTS } from './tariff-form';
import { windowWords } from './window';

/** "Energy costs €0.42 per kWh; 23:00 to 07:00: €0.28.", one sentence for each thing that is charged for. */
export function tariffSays(version: TariffVersionView, formats: Formats): string[] {
  const money = (text: string) => formats.money(text, version.currency);
  const says: string[] = [];
  for (const component of COMPONENTS) {
    const of = version.elements.filter((one) => one.component === component);
    if (of.length === 0) continue;
    const prices = of.map(({ price, window }) => {
      const when = windowWords(window, formats);
      const words = formats.price(price, version.currency);
      return when === '' ? words : t('tariff.says.at', { when, price: words });
    });
    // What always counts is told first, though it is looked at last.
    const list = [...prices.slice(-1), ...prices.slice(0, -1)].join('; ');
    says.push(t(`tariff.says.${component}`, { prices: list }));
    if (component === 'parked' && version.graceMin > 0) {
      says.push(t('tariff.says.grace', { minutes: version.graceMin }));
    }
  }
  if (version.freeWh > 0) says.push(t('tariff.says.free', { kwh: formats.kwh(version.freeWh) }));
  if (version.least !== null) says.push(t('tariff.says.least', { amount: money(version.least) }));
  if (version.most !== null) says.push(t('tariff.says.most', { amount: money(version.most) }));
  const rates = [...new Set(version.elements.map((one) => formats.rate(one.vat)))];
  const key = version.taxIncluded ? 'tariff.says.vatIn' : 'tariff.says.vatOut';
  says.push(t(key, { rates: formats.list(rates.map((rate) => t('tariff.percent', { rate }))) }));
  return says;
}

/** The version that counts at a moment. */
export function versionAt(versions: readonly TariffVersionView[], at: number): TariffVersionView | undefined {
  return versions.findLast((one) => one.validFrom <= at);
}

/** "Everyone, everywhere", "Staff", "Bay 6", "Staff at Bay 6". */
export function useWords(use: TariffUseView, centre: string | undefined, bay: string | undefined): string {
  if (use.station === null) return centre ?? t('tariff.use.all');
  return centre ? t('tariff.use.at', { centre, bay: bay ?? '' }) : (bay ?? t('tariff.use.gone'));
}
