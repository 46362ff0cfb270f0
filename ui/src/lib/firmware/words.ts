// What is said of an update: what happened, why, and what to do next. Pure, with `now` as an argument.

import type { TransferScheme, UpdateReason, UpdateState, UpdateView } from '../host/generated/bridge';
import type { Formats } from '../text/formats';
import { isKey, t, tn, type Key, type Params } from '../text/text';
import { whenWords } from './when';

export interface Says {
  /** What happened, and why. */
  body: string;
  /** The next step; empty where nothing is to be done. */
  next: string;
}

export type Mood = 'busy' | 'wait' | 'good' | 'bad' | 'warn' | 'off';

export function moodOf(state: UpdateState): Mood {
  switch (state) {
    case 'waiting':
    case 'downloadScheduled':
    case 'downloadPaused':
    case 'installScheduled':
      return 'wait';
    case 'installed':
      return 'good';
    case 'failed':
      return 'bad';
    case 'stalled':
      return 'warn';
    case 'cancelled':
      return 'off';
    default:
      return 'busy';
  }
}

/** The first of the keys that has words. */
function firstOf(keys: readonly string[], params: Params): string {
  const key = keys.find(isKey);
  return key ? t(key as Key, params).trim() : '';
}

type Told = Pick<
  UpdateView,
  'state' | 'reason' | 'word' | 'when' | 'fromVersion' | 'toVersion' | 'changedAt' | 'reminders' | 'served' | 'fileSize'
>;

export function updateSays(update: Told, formats: Formats, now: number): Says {
  const { state, reason } = update;
  const params = {
    word: update.word || t('update.noWord'),
    when: whenWords(update.when, formats, now),
    from: update.fromVersion || t('update.itsVersion'),
    to: update.toVersion || t('update.newVersion'),
    age: formats.age(update.changedAt, now),
    reminded: update.reminders > 0 ? tn('update.reminded', update.reminders) : '',
  };
  const keys = (what: string) => [
    ...(reason === null ? [] : [`update.${what}.${state}.${reason}`, `update.${what}.${reason}`]),
    `update.${what}.${state}`,
  ];
  return {
    body: firstOf(keys('says'), params),
    next: state === 'failed' || state === 'cancelled' || state === 'stalled' ? firstOf(keys('next'), params) : '',
  };
}

/** The few words of a table: "Installed in 4 min", "Download stopped at 31%". */
export function updateResult(
  update: Told & Pick<UpdateView, 'steps' | 'askedAt' | 'overAt'>,
  formats: Formats,
): string {
  if (update.state === 'installed' && update.overAt !== null) {
    const began = update.steps.find((step) => step.state !== 'waiting')?.at ?? update.askedAt;
    return t('update.took', { time: formats.duration((update.overAt - began) / 1000) });
  }
  const cut = update.served > 0 && update.served < update.fileSize;
  if (update.state === 'failed' && update.reason === 'download' && cut) {
    return t('update.stoppedAt', { percent: formats.percent(Math.floor((update.served / update.fileSize) * 1000)) });
  }
  return stateWords(update.state, update.reason);
}

/** A state in two words or so, with the reason where that is what it is about. */
export function stateWords(state: UpdateState, reason: UpdateReason | null = null): string {
  return firstOf([...(reason === null ? [] : [`update.is.${state}.${reason}`]), `update.is.${state}`], {});
}

export function schemeWords(scheme: TransferScheme): string {
  return t(`scheme.${scheme}`);
}

/** `9c41…e07b` */
export function shortHash(sha256: string): string {
  return sha256.length > 12 ? `${sha256.slice(0, 4)}…${sha256.slice(-4)}` : sha256;
}
