// The stretch of time that a table shows: presets by the site's calendar, or two days typed in.

import type { Formats } from '../text/formats';

export const PRESETS = [
  'today',
  'yesterday',
  'days7',
  'week',
  'lastWeek',
  'month',
  'lastMonth',
  'year',
  'lastYear',
  'all',
] as const;
export type Preset = (typeof PRESETS)[number];
export type Period = { preset: Preset } | { from: string; to: string };

export interface Bounds {
  /** At or after; null = from the first. */
  from: number | null;
  /** Before; null = up to the last. */
  to: number | null;
}

/** The bounds of a period, `today` being the site's day such as `2026-10-14`. */
export function boundsOf(period: Period, today: string, formats: Formats): Bounds {
  const midnight = (day: string) => formats.midnight(day);
  if (!('preset' in period)) {
    const from = midnight(period.from);
    const to = midnight(formats.shiftDay(period.to, 1));
    return { from: Number.isNaN(from) ? null : from, to: Number.isNaN(to) ? null : to };
  }
  const tomorrow = formats.shiftDay(today, 1);
  const first = `${today.slice(0, 7)}-01`;
  const monday = formats.shiftDay(today, -sinceWeekBegan(today, formats));
  const year = Number(today.slice(0, 4));
  switch (period.preset) {
    case 'today':
      return { from: midnight(today), to: midnight(tomorrow) };
    case 'yesterday':
      return { from: midnight(formats.shiftDay(today, -1)), to: midnight(today) };
    case 'days7':
      return { from: midnight(formats.shiftDay(today, -6)), to: midnight(tomorrow) };
    case 'month':
      return { from: midnight(first), to: midnight(tomorrow) };
    case 'lastMonth': {
      const before = `${formats.shiftDay(first, -1).slice(0, 7)}-01`;
      return { from: midnight(before), to: midnight(first) };
    }
    case 'week':
      return { from: midnight(monday), to: midnight(tomorrow) };
    case 'lastWeek':
      return { from: midnight(formats.shiftDay(monday, -7)), to: midnight(monday) };
    case 'year':
      return { from: midnight(`${year}-01-01`), to: midnight(tomorrow) };
    case 'lastYear':
      return { from: midnight(`${year - 1}-01-01`), to: midnight(`${year}-01-01`) };
    case 'all':
      return { from: null, to: null };
  }
}

/** How many days ago the week began, by the locale's first day. */
function sinceWeekBegan(today: string, formats: Formats): number {
  const weekday = new Date(`${today}T12:00:00Z`).getUTCDay() || 7;
  return (weekday - formats.firstWeekday + 7) % 7;
}
