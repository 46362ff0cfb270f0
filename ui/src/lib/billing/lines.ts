// What a line of a bill says.

import type { BillLineView, TariffComponent } from '../host/generated/bridge';
import type { Formats } from '../text/formats';
import { t } from '../text/text';
import { signOf } from './decimal';

export function componentWords(component: TariffComponent): string {
  return t(`bill.component.${component}`);
}

/** What is charged for; a line without one lifts to the least or lowers to the most. */
export function lineWords(line: BillLineView): string {
  if (line.component !== null) return componentWords(line.component);
  return t(signOf(line.amount) < 0 ? 'bill.most' : 'bill.least');
}

/** "12.72 kWh × €0.42", "24 min × €3.00 an hour", "1". */
export function quantityWords(line: BillLineView, currency: string, formats: Formats): string {
  const price = formats.price(line.price, currency);
  switch (line.component) {
    case 'energy':
      return t('bill.timesKwh', { quantity: formats.kwh(line.quantity), price });
    case 'charging':
    case 'parked':
      return t('bill.timesHours', { quantity: formats.duration(line.quantity / 1000), price });
    case 'session':
      return formats.number(line.quantity);
    case null:
      return '';
  }
}
