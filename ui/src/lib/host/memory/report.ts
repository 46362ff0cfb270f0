// Reports in memory: sums over the sessions.

import type { ReportColumnKind, ReportQuery, ReportView, SessionView } from '../generated/bridge';
import type { Around, MemoryBilling } from './billing';
import { decimal, minor } from './money';

type Column = [name: string, heading: string, kind: ReportColumnKind];

const kwh = (wattHours: number) => (wattHours / 1000).toFixed(3);

export function report(query: ReportQuery, around: Around, billing: MemoryBilling): ReportView {
  const { from, to, station, driver, costCentre } = query;
  const sessions = around.sessions.filter(
    (s) =>
      (from === null || s.startedAt >= from) &&
      (to === null || s.startedAt < to) &&
      (station === null || s.station === station) &&
      (driver === null || s.driver === driver) &&
      (costCentre === null || billing.costCentreOf(s) === costCentre),
  );
  switch (query.report) {
    case 'sessions':
      return table(
        [
          ['session', 'Session', 'number'],
          ['started', 'Started', 'time'],
          ['driver', 'Driver', 'text'],
          ['energy', 'kWh', 'energy'],
          ['cost', 'Cost', 'money'],
          ['currency', 'Currency', 'text'],
        ],
        sessions.map((s) => [
          String(s.id),
          String(s.startedAt),
          s.driverName ?? '',
          kwh(s.energyWh ?? 0),
          s.cost ?? '',
          s.currency ?? '',
        ]),
        ['', '', '', ...sum(sessions), ''],
      );
    case 'days':
      return grouped('Day', sessions, (s) => new Date(s.startedAt).toISOString().slice(0, 10));
    case 'months':
      return grouped('Month', sessions, (s) => new Date(s.startedAt).toISOString().slice(0, 7));
    case 'chargers':
      return grouped('Charger', sessions, (s) => s.stationName);
    case 'drivers':
      return grouped('Driver', sessions, (s) => s.driverName ?? '');
    case 'costCentres':
      return grouped('Cost centre', sessions, (s) => s.costCentreName ?? '');
    case 'unpaid':
      return table(
        [
          ['number', 'Statement', 'text'],
          ['recipient', 'For', 'text'],
          ['issued', 'Issued', 'time'],
          ['total', 'To pay', 'money'],
          ['currency', 'Currency', 'text'],
        ],
        billing.statements
          .filter((one) => one.paidAt === null && one.correctedBy === null)
          .map((one) => [one.number, one.recipientName, String(one.issuedAt), one.total, one.currency]),
        [],
      );
    case 'looseCards':
      return table(
        [
          ['token', 'Card', 'text'],
          ['label', 'Name', 'text'],
        ],
        around.snapshot.tokens.filter((one) => one.driver === null).map((one) => [one.value, one.label]),
        [],
      );
  }
}

function sum(sessions: readonly SessionView[]): [energy: string, cost: string] {
  return [
    kwh(sessions.reduce((all, s) => all + (s.energyWh ?? 0), 0)),
    decimal(sessions.reduce((all, s) => all + minor(s.cost ?? '0'), 0)),
  ];
}

function grouped(heading: string, sessions: readonly SessionView[], key: (s: SessionView) => string): ReportView {
  const names = [...new Set(sessions.map(key))].sort();
  return table(
    [
      ['group', heading, 'text'],
      ['sessions', 'Sessions', 'number'],
      ['energy', 'kWh', 'energy'],
      ['cost', 'Cost', 'money'],
    ],
    names.map((name) => {
      const of = sessions.filter((s) => key(s) === name);
      return [name, String(of.length), ...sum(of)];
    }),
    ['', String(sessions.length), ...sum(sessions)],
  );
}

function table(columns: Column[], rows: string[][], totals: string[]): ReportView {
  return { columns: columns.map(([name, heading, kind]) => ({ name, heading, kind })), rows, totals, more: false };
}
