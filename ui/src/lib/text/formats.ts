// Numbers, units, dates and durations. Units are chosen here and nowhere else.

import { t } from './text';

/** A locale that `Intl` accepts. Some systems report "C", which it throws at. */
export function safeLocale(locale: string): string {
  try {
    return Intl.getCanonicalLocales(locale)[0] ?? 'en-IE';
  } catch {
    return 'en-IE';
  }
}

/** Whether `Intl` knows what is meant; spelling may still be put right by {@link safeLocale}. */
export function isLocale(locale: string): boolean {
  try {
    return Intl.getCanonicalLocales(locale).length > 0;
  } catch {
    return false;
  }
}

export function safeZone(zone: string): string {
  try {
    new Intl.DateTimeFormat('en-IE', { timeZone: zone });
    return zone;
  } catch {
    return 'UTC';
  }
}

export interface Figure {
  value: string;
  unit: string;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export class Formats {
  readonly locale: string;
  readonly zone: string;
  #dates = new Map<string, Intl.DateTimeFormat>();
  #numbers = new Map<number, Intl.NumberFormat>();
  #exacts = new Map<string, Intl.NumberFormat>();
  #lists: Intl.ListFormat;

  constructor(locale: string, zone: string) {
    this.locale = safeLocale(locale);
    this.zone = safeZone(zone);
    this.#lists = new Intl.ListFormat(this.locale, { type: 'conjunction' });
  }

  number(value: number, digits = 0): string {
    let format = this.#numbers.get(digits);
    if (!format) {
      format = new Intl.NumberFormat(this.locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });
      this.#numbers.set(digits, format);
    }
    return format.format(value);
  }

  /** Decimal text with a point as the locale writes it, digit by digit: it never becomes a number that could be rounded. */
  decimal(text: string): string {
    return this.#exact(text, 'decimal').format(text as `${number}`);
  }

  /** A rate such as `23.00` without the zeros that say nothing: `23`. */
  rate(text: string): string {
    return this.decimal(text.includes('.') ? text.replace(/\.?0+$/, '') : text);
  }

  /** `€5.34` from `5.34` and `EUR`; as many digits after the point as the text has. */
  money(amount: string, currency: string): string {
    if (!/^[A-Z]{3}$/.test(currency)) return this.decimal(amount);
    return this.#exact(amount, currency).format(amount as `${number}`);
  }

  /** A price such as `0.4200`: `€0.42`, with two digits after the point or as many more as count. */
  price(text: string, currency: string): string {
    const [whole = '0', fraction = ''] = text.split('.', 2);
    const kept = fraction.replace(/0+$/, '').padEnd(fraction ? 2 : 0, '0');
    return this.money(kept ? `${whole}.${kept}` : whole, currency);
  }

  /** `€` for `EUR`. */
  currencySign(currency: string): string {
    if (!/^[A-Z]{3}$/.test(currency)) return currency;
    return (
      this.#exact('0', currency)
        .formatToParts(0)
        .find((part) => part.type === 'currency')?.value ?? currency
    );
  }

  #exact(text: string, currency: string): Intl.NumberFormat {
    const digits = Math.min(20, text.split('.', 2)[1]?.length ?? 0);
    const key = `${currency} ${digits}`;
    let format = this.#exacts.get(key);
    if (!format) {
      const fixed = { minimumFractionDigits: digits, maximumFractionDigits: digits };
      const style =
        currency === 'decimal'
          ? fixed
          : ({ ...fixed, style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const);
      format = new Intl.NumberFormat(this.locale, style);
      this.#exacts.set(key, format);
    }
    return format;
  }

  /** The locale's first day of the week, 1 = Monday to 7 = Sunday. */
  get firstWeekday(): number {
    const locale = new Intl.Locale(this.locale) as Intl.Locale & {
      getWeekInfo?: () => { firstDay: number };
      weekInfo?: { firstDay: number };
    };
    return (locale.getWeekInfo?.() ?? locale.weekInfo)?.firstDay ?? 1;
  }

  /** `Monday` or `Mon` for 1, `Sunday` for 7. */
  weekdayName(day: number, style: 'long' | 'short' = 'long'): string {
    // The fifth of January 1970 was a Monday.
    return new Intl.DateTimeFormat(this.locale, { weekday: style, timeZone: 'UTC' }).format((day + 3) * DAY);
  }

  /** `1 May` for a month and a day. */
  yearDay(month: number, day: number): string {
    const at = Date.UTC(2024, month - 1, day);
    return new Intl.DateTimeFormat(this.locale, { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(at);
  }

  /** `May` for 5. */
  monthName(month: number): string {
    const at = Date.UTC(2024, month - 1, 15);
    return new Intl.DateTimeFormat(this.locale, { month: 'long', timeZone: 'UTC' }).format(at);
  }

  /** `23:00` for a minute of the day. */
  minute(of: number): string {
    const at = (of % 1440) * MINUTE;
    const wanted = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'UTC' } as const;
    return new Intl.DateTimeFormat(this.locale, wanted).format(at);
  }

  list(items: readonly string[]): string {
    return this.#lists.format(items);
  }

  /** Watts as kilowatts, one decimal. */
  kw(watts: number): string {
    return this.number(watts / 1000, 1);
  }

  /** Watt-hours as kilowatt-hours: one decimal on the Overview, two in tables. */
  kwh(wattHours: number, digits: 1 | 2 = 2): string {
    return this.number(wattHours / 1000, digits);
  }

  /** Bytes as people count them: `640 B`, `18.3 MB`. */
  bytes(bytes: number): string {
    const { value, unit } = this.size(bytes);
    return t('size.said', { value, unit });
  }

  /** Bytes with the unit apart. `of` = the size whose unit shall be used. */
  size(bytes: number, of = bytes): Figure {
    const step = of < 1000 ? 0 : of < 1_000_000 ? 1 : of < 1_000_000_000 ? 2 : 3;
    const units = ['size.b', 'size.kb', 'size.mb', 'size.gb'] as const;
    const value = bytes / 1000 ** step;
    return { value: this.number(value, step < 2 ? 0 : 1), unit: t(units[step] ?? 'size.b') };
  }

  amperes(milliamperes: number): string {
    return this.number(milliamperes / 1000, 1);
  }

  percent(permille: number): string {
    return this.number(permille / 10, 0);
  }

  /** `14:06` */
  clock(at: number): string {
    return this.#date('clock', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at);
  }

  /** `14:06:21` */
  clockSeconds(at: number): string {
    const wanted = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;
    return this.#date('seconds', wanted).format(at);
  }

  /** `14:06:21.118` */
  stamp(at: number): string {
    return `${this.clockSeconds(at)}.${String(((at % SECOND) + SECOND) % SECOND).padStart(3, '0')}`;
  }

  /** `14 Oct` */
  day(at: number): string {
    return this.#date('day', { day: 'numeric', month: 'short' }).format(at);
  }

  /** `10 – 12 Oct` */
  days(from: number, to: number): string {
    const format = this.#date('day', { day: 'numeric', month: 'short' });
    return format.formatRange(from, to);
  }

  /** `1 – 30 Sept 2026` */
  span(from: number, to: number): string {
    return this.#date('span', { day: 'numeric', month: 'short', year: 'numeric' }).formatRange(from, to);
  }

  /** `Tuesday 14 October` */
  longDay(at: number): string {
    return this.#date('long', { weekday: 'long', day: 'numeric', month: 'long' }).format(at).replace(',', '');
  }

  /** `Mon 13 Oct 2026, 21:48` */
  moment(at: number): string {
    const day = this.#date('moment', { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
    return `${day.format(at).replace(',', '')}, ${this.clock(at)}`;
  }

  /** `October 2026` */
  month(at: number): string {
    return this.#date('month', { month: 'long', year: 'numeric' }).format(at);
  }

  /** `Oct` */
  shortMonth(at: number): string {
    return this.#date('shortMonth', { month: 'short' }).format(at);
  }

  /** `16 July 2026` */
  longDate(at: number): string {
    return this.#date('longDate', { day: 'numeric', month: 'long', year: 'numeric' }).format(at);
  }

  weekday(at: number): string {
    return this.#date('weekday', { weekday: 'long' }).format(at);
  }

  /** The time alone when it was today, with its day otherwise. */
  near(at: number, now: number): string {
    return this.isoDay(at) === this.isoDay(now) ? this.clock(at) : `${this.day(at)} ${this.clock(at)}`;
  }

  /** `1 h 24 min`, `26 min`, `40 s` */
  duration(seconds: number): string {
    if (seconds < 60) return t('unit.s', { n: Math.max(0, Math.floor(seconds)) });
    const minutes = Math.floor(seconds / 60);
    if (minutes < 60) return t('unit.min', { n: minutes });
    if (minutes < 24 * 60) return t('unit.hmin', { h: Math.floor(minutes / 60), min: minutes % 60 });
    return t('unit.dh', { d: Math.floor(minutes / 1440), h: Math.floor((minutes % 1440) / 60) });
  }

  /** How long ago, as a duration. */
  age(at: number, now: number): string {
    return this.duration(Math.max(0, now - at) / SECOND);
  }

  /** `2026-10-14` in the site's zone: what a date field holds. */
  isoDay(at: number): string {
    const parts = new Intl.DateTimeFormat('en-CA', {
      timeZone: this.zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    }).formatToParts(at);
    const part = (type: string) => parts.find((p) => p.type === type)?.value ?? '';
    return `${part('year')}-${part('month')}-${part('day')}`;
  }

  /** Midnight in the site's zone that begins the day `2026-10-14`. Days of 23 and 25 hours included. */
  midnight(isoDay: string): number {
    const wanted = Date.parse(`${isoDay}T00:00:00Z`);
    if (Number.isNaN(wanted)) return NaN;
    let at = wanted - this.#offset(wanted);
    at = wanted - this.#offset(at);
    return at;
  }

  /** A time of the site's clock on the day `2026-10-14`, in minutes since its midnight by the clock on the wall. */
  timeOn(isoDay: string, minutes: number): number {
    const wanted = Date.parse(`${isoDay}T00:00:00Z`) + minutes * MINUTE;
    if (Number.isNaN(wanted)) return NaN;
    const at = wanted - this.#offset(wanted);
    return wanted - this.#offset(at);
  }

  /** The day that lies `days` after one, by the calendar. */
  shiftDay(isoDay: string, days: number): string {
    return new Date(Date.parse(`${isoDay}T12:00:00Z`) + days * DAY).toISOString().slice(0, 10);
  }

  /** The zone's distance from UTC at a moment, in milliseconds. */
  #offset(at: number): number {
    const format = this.#date('offset', {
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
      hourCycle: 'h23',
    });
    const parts = format.formatToParts(at);
    const part = (type: string) => Number(parts.find((p) => p.type === type)?.value ?? 0);
    const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
    return local - Math.floor(at / SECOND) * SECOND;
  }

  #date(key: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    let format = this.#dates.get(key);
    if (!format) {
      // The offset is worked out from digits, so it must not follow the locale's numbering.
      const locale = key === 'offset' ? 'en-GB' : this.locale;
      format = new Intl.DateTimeFormat(locale, { ...options, timeZone: this.zone });
      this.#dates.set(key, format);
    }
    return format;
  }
}
