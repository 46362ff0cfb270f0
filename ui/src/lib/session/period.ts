// The stretch of time that a table shows: presets by the site's calendar, or two days typed in.

import type { Formats } from '../text/formats';

export const PRESETS = ['today', 'yesterday', 'days7', 'month', 'lastMonth', 'all'] as const;
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
    case 'all':
      return { from: null, to: null };
  }
}
