// Reports: the names of their files, and how a cell is written on the screen.

import type { ReportColumnKind, ReportKind } from '../host/generated/bridge';
import type { Formats } from '../text/formats';

/** The name of each report's file, without its ending. */
export const fileNames: Record<ReportKind, string> = {
  days: 'days',
  months: 'months',
  chargers: 'chargers',
  drivers: 'drivers',
  costCentres: 'cost-centres',
  sessions: 'sessions',
  unpaid: 'unpaid',
  looseCards: 'loose-cards',
};

/** Plain decimals and milliseconds as the locale writes them; text stays. */
export function cellWords(cell: string, kind: ReportColumnKind, formats: Formats): string {
  if (cell === '' || kind === 'text') return cell;
  if (kind === 'time') return formats.moment(Number(cell));
  if (kind === 'duration') return formats.duration(Number(cell));
  if (kind === 'date') return /^\d{4}-\d{2}-\d{2}$/.test(cell) ? formats.longDate(formats.midnight(cell)) : cell;
  return /^-?\d+(\.\d+)?$/.test(cell) ? formats.decimal(cell) : cell;
}
