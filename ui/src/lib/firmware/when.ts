// When an update shall begin: what is chosen, and what that is called. Pure, with `now` as an argument.

import type { UpdateWhen } from '../host/generated/bridge';
import type { Formats } from '../text/formats';
import { t } from '../text/text';

export interface WhenChoice {
  kind: 'idle' | 'tonight' | 'at' | 'now';
  /** For `at`: a day as `2026-10-14` and a time as `14:30`, by the site's clock. */
  day: string;
  time: string;
  /** For `at`: only if nobody charges then. */
  ifIdle: boolean;
}

const TWO = 2 * 60;

/** The next 02:00 by the site's clock. */
export function tonight(now: number, formats: Formats): number {
  const today = formats.isoDay(now);
  const at = formats.timeOn(today, TWO);
  return at > now ? at : formats.timeOn(formats.shiftDay(today, 1), TWO);
}

/** What is chosen until somebody chooses otherwise: tonight at 02:00. */
export function usualChoice(now: number, formats: Formats): WhenChoice {
  return { kind: 'tonight', day: formats.isoDay(tonight(now, formats)), time: '02:00', ifIdle: true };
}

/** What is asked of the core; `null` = the time is not one, or lies in the past. */
export function whenOf(choice: WhenChoice, now: number, formats: Formats): UpdateWhen | null {
  switch (choice.kind) {
    case 'now':
    case 'idle':
      return { kind: choice.kind };
    case 'tonight':
      return { kind: 'at', at: tonight(now, formats), ifIdle: true };
    case 'at': {
      const [, hours, minutes] = /^(\d{1,2}):(\d{2})/.exec(choice.time) ?? [];
      const at = formats.timeOn(choice.day, Number(hours) * 60 + Number(minutes));
      return Number.isNaN(at) || at <= now ? null : { kind: 'at', at, ifIdle: choice.ifIdle };
    }
  }
}

/** "at 02:00, if nobody is charging" */
export function whenWords(when: UpdateWhen, formats: Formats, now: number): string {
  if (when.kind !== 'at') return t(`when.said.${when.kind}`);
  const at = formats.near(when.at, now);
  return when.ifIdle ? t('when.said.atIdle', { at }) : t('when.said.at', { at });
}
