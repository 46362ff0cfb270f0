// Limits over time: from what a form holds to what is ordered, and from what a charger told to a drawing.

import type { PeriodView, ProfileKindView, ScheduleView } from '../host/generated/bridge';
import type { Formats } from '../text/formats';

const MINUTE_S = 60;
const DAY_S = 86_400;

/** One line of the form: from `h:mm` on at most so much. */
export interface StepDraft {
  from: string;
  limit: string;
}

/** Seconds of `h:mm`, `hh:mm` or bare minutes; null when it is neither. */
export function seconds(text: string): number | null {
  const clock = /^(\d{1,3}):([0-5]\d)$/.exec(text.trim());
  if (clock) return (Number(clock[1]) * 60 + Number(clock[2])) * MINUTE_S;
  return /^\d{1,5}$/.test(text.trim()) ? Number(text.trim()) * MINUTE_S : null;
}

/** `h:mm` of seconds. */
export function clockOf(s: number): string {
  const minutes = Math.floor(s / MINUTE_S);
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}

export type DraftFault = 'from' | 'limit' | 'first' | 'order' | 'beyond';

/** The longest that steps of a kind may reach, in seconds. */
export function reach(kind: ProfileKindView): number {
  return kind === 'daily' ? DAY_S : kind === 'weekly' ? 7 * DAY_S : 31 * DAY_S;
}

/** The periods that the lines of a form mean. Limits are typed in amperes or kilowatts. */
export function periodsOf(
  steps: readonly StepDraft[],
  unit: 'A' | 'W',
  kind: ProfileKindView,
  phases: number | null,
): PeriodView[] | DraftFault {
  const periods: PeriodView[] = [];
  for (const step of steps) {
    const startS = seconds(step.from);
    if (startS === null) return 'from';
    const limit = Number(step.limit.trim().replace(',', '.'));
    if (step.limit.trim() === '' || !Number.isFinite(limit) || limit < 0) return 'limit';
    if (startS >= reach(kind)) return 'beyond';
    const limitTenths = Math.round(limit * 10 * (unit === 'W' ? 1000 : 1));
    periods.push({ startS, limitTenths, phases });
  }
  if (periods[0]?.startS !== 0) return 'first';
  if (periods.some((period, at) => at > 0 && period.startS <= (periods[at - 1]?.startS ?? 0))) return 'order';
  return periods;
}

/** When a schedule of a kind begins: now, the day's or the week's midnight, or with the charge. */
export function beginOf(kind: ProfileKindView, now: number, formats: Formats): number | null {
  const today = formats.isoDay(now);
  switch (kind) {
    case 'absolute':
      return Math.floor(now / 1000) * 1000;
    case 'relative':
      return null;
    case 'daily':
      return formats.midnight(today);
    case 'weekly': {
      const weekday = new Date(`${today}T12:00:00Z`).getUTCDay();
      return formats.midnight(formats.shiftDay(today, -((weekday + 6) % 7)));
    }
  }
}

/** A step of a schedule as it is drawn and listed: from and to in seconds after its start. */
export interface Stair {
  fromS: number;
  /** `null` = until replaced. */
  toS: number | null;
  limitTenths: number;
  phases: number | null;
}

export function stairs(schedule: ScheduleView): Stair[] {
  return schedule.periods.map((period, at) => ({
    fromS: period.startS,
    toS: schedule.periods[at + 1]?.startS ?? schedule.durationS,
    limitTenths: period.limitTenths,
    phases: period.phases,
  }));
}

/** The line of a drawing `width` × `height`: steps from left to right, 0 at the bottom. */
export function stairLine(schedule: ScheduleView, durationS: number, width: number, height: number): string {
  const most = Math.max(1, ...schedule.periods.map((period) => period.limitTenths));
  const x = (s: number) => ((Math.min(s, durationS) / Math.max(1, durationS)) * width).toFixed(1);
  const y = (tenths: number) => (height - (tenths / most) * height).toFixed(1);
  return stairs(schedule)
    .filter((stair) => stair.fromS < durationS)
    .map((stair, at) => {
      const begin = at === 0 ? `M${x(stair.fromS)} ${y(stair.limitTenths)}` : `V${y(stair.limitTenths)}`;
      return `${begin}H${x(stair.toS ?? durationS)}`;
    })
    .join('');
}
