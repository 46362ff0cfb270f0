// What seems to be wrong with a session, what was done about it, and by whom, in plain words.

import type { BillEntryView, BillFiguresView, BillFindingView } from '../host/generated/bridge';
import type { Formats } from '../text/formats';
import { isKey, t } from '../text/text';

export function findingWords(finding: BillFindingView): string {
  return t(`repair.body.${finding.kind}`, { other: finding.other ?? '' });
}

export function authorWords(author: string): string {
  const key = `repair.author.${author}`;
  return isKey(key) ? t(key) : author;
}

export function entryWords(entry: BillEntryView): string {
  return t(`repair.did.${entry.kind}`);
}

export interface Pair {
  name: string;
  before: string;
  after: string;
  changed: boolean;
}

/** Two sets of figures side by side: energy and cost always, the others where they differ. */
export function sideBySide(before: BillFiguresView, after: BillFiguresView, formats: Formats): Pair[] {
  const none = t('live.none');
  const kwh = (value: number | null) => (value === null ? none : t('bill.kwh', { n: formats.kwh(value) }));
  const cost = ({ bill }: BillFiguresView) => (bill ? formats.money(bill.total, bill.currency) : none);
  const ended = ({ endedAt }: BillFiguresView) => (endedAt === null ? t('repair.running') : formats.moment(endedAt));
  const rows: [name: string, of: (figures: BillFiguresView) => string, always: boolean][] = [
    [t('repair.ended'), ended, false],
    [t('repair.meterStart'), (of) => kwh(of.meterStartWh), false],
    [t('repair.meterStop'), (of) => kwh(of.meterStopWh), false],
    [t('people.driver'), (of) => of.driverName || none, false],
    [t('people.costCentre'), (of) => of.costCentreName || none, false],
    [t('repair.energy'), (of) => kwh(of.energyWh), true],
    [t('bill.cost'), cost, true],
  ];
  return rows
    .map(([name, of, always]) => ({ name, before: of(before), after: of(after), always }))
    .filter((row) => row.always || row.before !== row.after)
    .map(({ name, before: was, after: is }) => ({ name, before: was, after: is, changed: was !== is }));
}
