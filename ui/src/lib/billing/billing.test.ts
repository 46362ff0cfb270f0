import { describe, expect, it } from 'vitest';

import type { BillLineView, PlannedStatementView, StatementView, WindowView } from '../host/generated/bridge';
import { Formats } from '../text/formats';
import { kwhText, minus, plus, signOf, typed, typedKwh } from './decimal';
import { groupedIban, ibanFits } from './iban';
import { lineWords, quantityWords } from './lines';
import { ALWAYS } from './nothing';
import { changeWords } from './people';
import { canIssue, isReady, planProblems, standingOf } from './plan';
import { cellWords } from './report';
import { addSpecial, emptyForm, formOf, formWrong, versionOf } from './tariff-form';
import { tariffSays, useWords } from './tariff-words';
import { windowWords } from './window';

const formats = new Formats('en-IE', 'Europe/Dublin');

describe('decimal text', () => {
  it('adds and subtracts exactly, also where a float would not', () => {
    expect(plus('0.10', '0.20')).toBe('0.30');
    expect(minus('313.58', '313.59')).toBe('-0.01');
    expect(plus('9007199254740993', '0.01')).toBe('9007199254740993.01');
    expect([signOf('-0.00'), signOf('-0.01'), signOf('3')]).toEqual([0, -1, 1]);
  });

  it('takes what a person types, with a comma or a point', () => {
    expect(typed(' 0,42 ', 6)).toBe('0.42');
    expect(typed('007', 2)).toBe('7');
    expect(typed('0.4200001', 6)).toBeNull();
    expect([typed('', 2), typed('-1', 2), typed('1e3', 2), typed('1,000.50', 2)]).toEqual([null, null, null, null]);
    expect(typedKwh('14882,4')).toBe(14_882_400);
    expect(kwhText(14_882_400)).toBe('14882.4');
    expect(kwhText(18_000)).toBe('18');
  });
});

describe('when a price counts', () => {
  const words = (window: Partial<WindowView>) => windowWords({ ...ALWAYS, ...window }, formats);

  it('is said by hours, days and season', () => {
    expect(words({})).toBe('');
    expect(words({ fromMinute: 1380, toMinute: 420 })).toBe('23:00 to 07:00');
    expect(words({ fromMinute: 1380, toMinute: 1440 })).toBe('23:00 to 00:00');
    expect(words({ weekdays: [7, 6] })).toBe('Saturday and Sunday');
    expect(words({ weekdays: [1, 2, 3, 4, 5] })).toBe('Monday to Friday');
    expect(words({ weekdays: [1, 3] })).toBe('Monday and Wednesday');
    expect(words({ weekdays: [1, 2, 3, 4, 5, 6, 7] })).toBe('');
    expect(words({ fromMinute: 0, toMinute: 360, seasonFrom: [5, 1], seasonTo: [9, 30] })).toBe(
      '00:00 to 06:00, 1 May to 30 Sept',
    );
  });
});

describe('a line of a bill', () => {
  const line = (change: Partial<BillLineView>): BillLineView => ({
    component: 'energy',
    window: ALWAYS,
    quantity: 12_720,
    price: '0.4200',
    vat: '23',
    amount: '5.34',
    estimated: false,
    ...change,
  });

  it('says quantity times price', () => {
    expect(quantityWords(line({}), 'EUR', formats)).toBe('12.72 kWh × €0.42');
    const parked = line({ component: 'parked', quantity: 24 * 60_000, price: '3.00' });
    expect(quantityWords(parked, 'EUR', formats)).toBe('24 min × €3.00 an hour');
    expect(quantityWords(line({ component: 'session', quantity: 1 }), 'EUR', formats)).toBe('1');
  });

  it('says whether it lifts to the least or lowers to the most', () => {
    expect(lineWords(line({ component: null, amount: '0.40' }))).toBe('Up to the least that a session costs');
    expect(lineWords(line({ component: null, amount: '-2.00' }))).toBe('Down to the most that a session costs');
  });
});

describe('a planned statement', () => {
  const plan = (change: Partial<PlannedStatementView>): PlannedStatementView => ({
    recipient: 1,
    recipientName: 'Aoife Byrne',
    email: '',
    sessions: 4,
    energyWh: 40_000,
    currency: 'EUR',
    total: '12.00',
    open: 0,
    unpriced: 0,
    findings: 0,
    stated: 0,
    ...change,
  });

  it('says plainly what stands in the way', () => {
    expect(planProblems(plan({}))).toEqual([]);
    expect(planProblems(plan({ open: 1, unpriced: 2, findings: 3 }))).toEqual([
      '3 sessions need repair',
      '2 sessions have no price',
      '1 session still runs',
    ]);
    expect(planProblems(plan({ recipient: null }))).toHaveLength(1);
  });

  it('is chosen when it is whole, and can be issued when it holds something', () => {
    expect([isReady(plan({})), isReady(plan({ open: 1 })), canIssue(plan({ open: 1 }))]).toEqual([true, false, true]);
    expect([canIssue(plan({ recipient: null })), canIssue(plan({ sessions: 0, stated: 4 }))]).toEqual([false, false]);
    expect(isReady(plan({ stated: 2 }))).toBe(true);
  });

  it('stands open, overdue, paid, outdated or corrected', () => {
    const base = {
      correctedBy: null,
      outdated: false,
      paidAt: null,
      dueAt: 100,
      total: '12.00',
      difference: null,
    } as StatementView;
    expect(standingOf(base, 99)).toBe('open');
    expect(standingOf(base, 100)).toBe('overdue');
    expect(standingOf({ ...base, paidAt: 5 }, 200)).toBe('paid');
    expect(standingOf({ ...base, paidAt: 5, outdated: true }, 200)).toBe('outdated');
    expect(standingOf({ ...base, outdated: true, correctedBy: '7' }, 200)).toBe('corrected');
    // A correction asks for its difference alone, and nobody is late with what comes back.
    expect(standingOf({ ...base, difference: '-4.92' }, 200)).toBe('back');
    expect(standingOf({ ...base, difference: '0.00' }, 200)).toBe('nothing');
    expect(standingOf({ ...base, difference: '2.00' }, 200)).toBe('overdue');
  });
});

describe('an account number', () => {
  it('is right by its check digits', () => {
    expect(ibanFits('IE29 AIBK 9311 5212 3456 78')).toBe(true);
    expect(ibanFits('de89370400440532013000')).toBe(true);
    expect(ibanFits('IE29 AIBK 9311 5212 3456 79')).toBe(false);
    expect(ibanFits('IE29')).toBe(false);
    expect(groupedIban('ie29aibk93115212345678')).toBe('IE29 AIBK 9311 5212 3456 78');
  });
});

describe('the form of a tariff', () => {
  const filled = () => {
    const form = emptyForm('EUR', '23', '2026-10-14');
    form.base.energy.price = '0,42';
    addSpecial(form, { price: '0.28', from: '23:00', to: '07:00' });
    return form;
  };

  it('makes a version with the night before the day, from midnight of the site', () => {
    const form = filled();
    expect(formWrong(form)).toBeNull();
    const version = versionOf(form, formats);
    expect(version.elements.map(({ price, window, vat }) => [price, window.fromMinute, vat])).toEqual([
      ['0.28', 1380, '23'],
      ['0.42', null, '23'],
    ]);
    expect(new Date(version.validFrom).toISOString()).toBe('2026-10-13T23:00:00.000Z');
    expect([version.least, version.most, version.freeWh]).toEqual([null, null, 0]);
  });

  it('comes back from a version as it was', () => {
    const form = filled();
    Object.assign(form, { severalRates: true, freeKwh: '2.5', least: '1.50', graceMin: '20' });
    form.base.parked = { price: '3', vat: '13.5' };
    addSpecial(form, { component: 'session', price: '1', weekdays: [6, 7], seasonFrom: '05-01', seasonTo: '09-30' });
    const version = versionOf(form, formats);
    expect(versionOf(formOf(version, '2026-10-14'), formats)).toEqual(version);
  });

  it('says what is wrong with it', () => {
    const empty = emptyForm('EUR', '23', '2026-10-14');
    expect(formWrong(empty)).toBe('tariff.wrong.nothing');
    expect(formWrong({ ...filled(), currency: 'EU' })).toBe('tariff.wrong.currency');
    const night = filled();
    Object.assign(night.special[0] ?? {}, { to: '23:00' });
    expect(formWrong(night)).toBe('tariff.wrong.window');
    Object.assign(night.special[0] ?? {}, { from: '', to: '' });
    expect(formWrong(night)).toBe('tariff.wrong.always');
    const season = filled();
    Object.assign(season.special[0] ?? {}, { seasonFrom: '02-30', seasonTo: '03-01' });
    expect(formWrong(season)).toBe('tariff.wrong.window');
    expect(formWrong({ ...filled(), least: 'cheap' })).toBe('tariff.wrong.amount');
  });

  it('is told in plain sentences', () => {
    const form = filled();
    form.base.parked.price = '3.00';
    form.graceMin = '20';
    expect(tariffSays(versionOf(form, formats), formats)).toEqual([
      'A kWh costs €0.42; 23:00 to 07:00: €0.28.',
      'An hour parked after the end of charging costs €3.00.',
      'The first 20 minutes parked are free.',
      'VAT is included: 23 %.',
    ]);
  });

  it('counts for everyone, a cost centre, a charger, or both', () => {
    const use = { tariff: 1, station: null, costCentre: null };
    expect(useWords(use, undefined, undefined)).toBe('Everyone, everywhere');
    expect(useWords({ ...use, costCentre: 2 }, 'Staff', undefined)).toBe('Staff');
    expect(useWords({ ...use, station: 6 }, undefined, 'Bay 6')).toBe('Bay 6');
    expect(useWords({ ...use, station: 6, costCentre: 2 }, 'Staff', 'Bay 6')).toBe('Staff at Bay 6');
  });
});

describe('files', () => {
  it('says why a line cannot be read', () => {
    const line = { line: 2, token: '', driver: '', change: 'wrong' as const, fields: ['date'] };
    expect(changeWords(line)).toBe('A date is not like 2026-10-14');
    expect(changeWords({ ...line, fields: ['something new'] })).toBe('Cannot be read');
  });

  it('writes cells of a report as the locale does, without rounding', () => {
    expect(cellWords('1234.567', 'energy', formats)).toBe('1,234.567');
    expect(cellWords('-0.10', 'money', formats)).toBe('-0.10');
    expect(cellWords('2026-10', 'text', formats)).toBe('2026-10');
    expect(cellWords(String(Date.UTC(2026, 9, 14, 13)), 'time', formats)).toBe('Wed 14 Oct 2026, 14:00');
  });
});
