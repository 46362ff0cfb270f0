// A version of a tariff as a person types it, and back. Prices stay text.

import type { TariffComponent, TariffElementView, TariffVersionView, WindowView } from '../host/generated/bridge';
import type { Formats } from '../text/formats';
import { t, type Key } from '../text/text';
import { kwhText, typed, typedKwh } from './decimal';
import { ALWAYS } from './nothing';

export const COMPONENTS: readonly TariffComponent[] = ['energy', 'charging', 'parked', 'session'];

/** A price that counts at certain times only. */
export interface SpecialRow {
  key: number;
  component: TariffComponent;
  price: string;
  vat: string;
  /** `23:00`; both empty = all day. */
  from: string;
  to: string;
  weekdays: number[];
  /** `05-01`; both empty = all year. */
  seasonFrom: string;
  seasonTo: string;
}

export interface TariffForm {
  currency: string;
  taxIncluded: boolean;
  /** Each price has a VAT rate of its own. */
  severalRates: boolean;
  vat: string;
  /** What always counts, by component; empty = nothing is charged for it. */
  base: Record<TariffComponent, { price: string; vat: string }>;
  special: SpecialRow[];
  graceMin: string;
  freeKwh: string;
  least: string;
  most: string;
  /** `2026-10-14` */
  validFrom: string;
}

const plain = (text: string) => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);
const two = (text: string) => (/\.\d$/.test(plain(text)) ? `${plain(text)}0` : plain(text));
const clock = (minute: number | null) =>
  minute === null
    ? ''
    : `${String(Math.floor((minute % 1440) / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
const yearDay = (day: readonly [number, number] | null) =>
  day === null ? '' : day.map((part) => String(part).padStart(2, '0')).join('-');

function always({ fromMinute, toMinute, weekdays, seasonFrom, seasonTo }: WindowView): boolean {
  return fromMinute === null && toMinute === null && weekdays.length === 0 && seasonFrom === null && seasonTo === null;
}

export function emptyForm(currency: string, vat: string, validFrom: string): TariffForm {
  const nothing = () => ({ price: '', vat });
  return {
    currency,
    taxIncluded: true,
    severalRates: false,
    vat,
    base: { energy: nothing(), charging: nothing(), parked: nothing(), session: nothing() },
    special: [],
    graceMin: '0',
    freeKwh: '',
    least: '',
    most: '',
    validFrom,
  };
}

/** The form of a version, to make the next one from. */
export function formOf(version: TariffVersionView, validFrom: string): TariffForm {
  const vat = plain(version.elements[0]?.vat ?? '0');
  const form = emptyForm(version.currency, vat, validFrom);
  form.taxIncluded = version.taxIncluded;
  form.severalRates = version.elements.some((one) => plain(one.vat) !== vat);
  form.graceMin = String(version.graceMin);
  form.freeKwh = version.freeWh === 0 ? '' : kwhText(version.freeWh);
  form.least = version.least === null ? '' : two(version.least);
  form.most = version.most === null ? '' : two(version.most);
  for (const { component, price, vat: rate, window } of version.elements) {
    if (always(window)) {
      // The first one that counts is taken, so a second that always counts is never reached.
      if (form.base[component].price === '') form.base[component] = { price: two(price), vat: plain(rate) };
    } else {
      form.special.push({
        key: form.special.length,
        component,
        price: two(price),
        vat: plain(rate),
        from: clock(window.fromMinute),
        to: clock(window.toMinute),
        weekdays: [...window.weekdays],
        seasonFrom: yearDay(window.seasonFrom),
        seasonTo: yearDay(window.seasonTo),
      });
    }
  }
  return form;
}

export function addSpecial(form: TariffForm, change: Partial<SpecialRow> = {}): SpecialRow {
  const row: SpecialRow = {
    key: form.special.reduce((most, one) => Math.max(most, one.key), -1) + 1,
    component: 'energy',
    price: '',
    vat: form.vat,
    from: '',
    to: '',
    weekdays: [],
    seasonFrom: '',
    seasonTo: '',
    ...change,
  };
  form.special.push(row);
  return row;
}

function minuteOf(text: string): number | null {
  const match = /^(\d{1,2}):(\d{2})$/.exec(text);
  if (!match) return null;
  const minute = Number(match[1]) * 60 + Number(match[2]);
  return minute < 1440 ? minute : null;
}

function dayOf(text: string): [number, number] | null {
  const match = /^(\d{2})-(\d{2})$/.exec(text);
  if (!match) return null;
  const [month, day] = [Number(match[1]), Number(match[2])];
  const days = new Date(Date.UTC(2024, month, 0)).getUTCDate();
  return month >= 1 && month <= 12 && day >= 1 && day <= days ? [month, day] : null;
}

function windowOf(row: SpecialRow): WindowView | null {
  const timed = row.from !== '' || row.to !== '';
  const seasonal = row.seasonFrom !== '' || row.seasonTo !== '';
  const [fromMinute, toMinute] = [minuteOf(row.from), minuteOf(row.to)];
  const [seasonFrom, seasonTo] = [dayOf(row.seasonFrom), dayOf(row.seasonTo)];
  if (timed && (fromMinute === null || toMinute === null || fromMinute === toMinute)) return null;
  if (seasonal && (seasonFrom === null || seasonTo === null)) return null;
  return { fromMinute, toMinute, weekdays: row.weekdays.toSorted((a, b) => a - b), seasonFrom, seasonTo };
}

export const isPrice = (text: string) => typed(text, 6) !== null;
export const isRate = (text: string) => typed(text, 2) !== null;
/** `aria-invalid` of a field that may be empty while somebody types. */
export function marked(text: string, fits: (text: string) => boolean): 'true' | undefined {
  return text.trim() === '' || fits(text) ? undefined : 'true';
}

/** What keeps the form from being a version; null = it is one. */
export function formWrong(form: TariffForm): Key | null {
  const filled = COMPONENTS.map((one) => form.base[one]).filter(({ price }) => price.trim() !== '');
  const priced = [...filled, ...form.special];
  if (priced.length === 0) return 'tariff.wrong.nothing';
  if (!priced.every(({ price }) => isPrice(price))) return 'tariff.wrong.price';
  if (!/^[A-Z]{3}$/.test(form.currency)) return 'tariff.wrong.currency';
  const rates = form.severalRates ? priced.map(({ vat }) => vat) : [form.vat];
  if (!rates.every(isRate)) return 'tariff.wrong.vat';
  for (const row of form.special) {
    const window = windowOf(row);
    if (window === null) return 'tariff.wrong.window';
    if (always(window)) return 'tariff.wrong.always';
  }
  if (!/^\d{1,4}$/.test(form.graceMin.trim() || '0')) return 'tariff.wrong.grace';
  if (form.freeKwh.trim() !== '' && typedKwh(form.freeKwh) === null) return 'tariff.wrong.free';
  if ([form.least, form.most].some((text) => text.trim() !== '' && typed(text, 3) === null))
    return 'tariff.wrong.amount';
  if (!/^\d{4}-\d{2}-\d{2}$/.test(form.validFrom)) return 'tariff.wrong.from';
  return null;
}

/** The version that the form says. Only for a form with nothing wrong. */
export function versionOf(form: TariffForm, formats: Formats): TariffVersionView {
  const element = (
    component: TariffComponent,
    row: { price: string; vat: string },
    window: WindowView,
  ): TariffElementView => ({
    component,
    price: typed(row.price, 6) ?? '0',
    vat: typed(form.severalRates ? row.vat : form.vat, 2) ?? '0',
    window,
  });
  const special = form.special.map((row) => element(row.component, row, windowOf(row) ?? ALWAYS));
  const base = COMPONENTS.filter((one) => form.base[one].price.trim() !== '').map((one) =>
    element(one, form.base[one], ALWAYS),
  );
  return {
    number: 0,
    validFrom: formats.midnight(form.validFrom),
    currency: form.currency,
    digits: 0,
    taxIncluded: form.taxIncluded,
    elements: [...special, ...base],
    freeWh: form.freeKwh.trim() === '' ? 0 : (typedKwh(form.freeKwh) ?? 0),
    graceMin: Number(form.graceMin.trim() || '0'),
    least: form.least.trim() === '' ? null : typed(form.least, 3),
    most: form.most.trim() === '' ? null : typed(form.most, 3),
    madeAt: 0,
  };
}

/** What a price is for, as the label of its field. */
export function perWords(component: TariffComponent): string {
  return t(`tariff.per.${component}`);
}
