import { describe, expect, it } from 'vitest';

import { Formats, safeLocale, safeZone } from './formats';

const dublin = new Formats('en-IE', 'Europe/Dublin');
const HOUR = 3_600_000;

describe('formats', () => {
  it('does not throw at the locale "C" that some systems report', () => {
    expect(safeLocale('C')).toBe('en-IE');
    expect(new Formats('C', 'Nowhere/Never').number(1234.5, 1)).toBe('1,234.5');
    expect(safeZone('Nowhere/Never')).toBe('UTC');
  });

  it('writes numbers as the locale does', () => {
    expect(new Formats('de-DE', 'Europe/Berlin').kwh(14_882_400)).toBe('14.882,40');
    expect(dublin.kw(30_149)).toBe('30.1');
  });

  it.each([
    [40, '40 s'],
    [26 * 60, '26 min'],
    [84 * 60 + 59, '1 h 24 min'],
    [80 * 3600, '3 d 8 h'],
    [-5, '0 s'],
  ])('tells %i seconds as %s', (seconds, words) => {
    expect(dublin.duration(seconds)).toBe(words);
  });

  it('shows times in the site’s zone, not in this computer’s', () => {
    const at = Date.UTC(2026, 9, 14, 13, 6, 21);
    expect(dublin.clock(at)).toBe('14:06');
    expect(dublin.clockSeconds(at)).toBe('14:06:21');
    expect(dublin.isoDay(Date.UTC(2026, 9, 14, 23, 30))).toBe('2026-10-15');
  });

  it('finds midnight on the nights when the clocks change', () => {
    const spring = dublin.midnight('2026-03-29');
    const next = dublin.midnight('2026-03-30');
    expect(new Date(spring).toISOString()).toBe('2026-03-29T00:00:00.000Z');
    expect((next - spring) / HOUR).toBe(23);
    const autumn = dublin.midnight('2026-10-25');
    expect((dublin.midnight('2026-10-26') - autumn) / HOUR).toBe(25);
  });

  it('writes midnight as 00 and never as 24', () => {
    expect(dublin.clock(dublin.midnight('2026-10-14'))).toBe('00:00');
  });

  it('writes money from decimal text without a number between', () => {
    expect(dublin.money('5.34', 'EUR')).toBe('€5.34');
    expect(dublin.money('-0.10', 'EUR')).toBe('-€0.10');
    expect(dublin.money('1200', 'JPY')).toBe('¥1,200');
    expect(dublin.money('1.005', 'KWD')).toContain('1.005');
    expect(dublin.decimal('90071992547409931.23')).toBe('90,071,992,547,409,931.23');
    expect(new Formats('de-DE', 'UTC').money('1234.50', 'EUR')).toBe('1.234,50\u00a0€');
    expect(dublin.money('3.00', '')).toBe('3.00');
  });

  it('keeps the digits of a price that count', () => {
    expect(dublin.price('0.4200', 'EUR')).toBe('€0.42');
    expect(dublin.price('0.2850', 'EUR')).toBe('€0.285');
    expect(dublin.price('0.5', 'EUR')).toBe('€0.50');
    expect(dublin.price('30', 'JPY')).toBe('¥30');
  });

  it('names days of the week and of the year', () => {
    expect([dublin.weekdayName(1), dublin.weekdayName(7, 'short')]).toEqual(['Monday', 'Sun']);
    expect([dublin.yearDay(5, 1), dublin.minute(1380)]).toEqual(['1 May', '23:00']);
  });
});
