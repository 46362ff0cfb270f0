// What is said of a request for a log. Pure, with `now` as an argument.

import type { LogReason, LogRequestView, LogState } from '../host/generated/bridge';
import type { Formats } from '../text/formats';
import { isKey, t, type Key, type Params } from '../text/text';

export interface LogSays {
  body: string;
  /** The next step; empty where nothing is to be done. */
  next: string;
}

function firstOf(keys: readonly string[], params: Params): string {
  const key = keys.find(isKey);
  return key ? t(key as Key, params).trim() : '';
}

type Told = Pick<LogRequestView, 'state' | 'reason' | 'word' | 'changedAt' | 'received'>;

export function logSays(log: Told, formats: Formats, now: number): LogSays {
  const { state, reason } = log;
  const params = {
    word: log.word || t('update.noWord'),
    age: formats.age(log.changedAt, now),
    received: formats.bytes(log.received),
  };
  const keys = (what: string) => [
    ...(reason === null ? [] : [`logs.${what}.${state}.${reason}`, `logs.${what}.${reason}`]),
    `logs.${what}.${state}`,
  ];
  const ended = state === 'failed' || state === 'cancelled' || state === 'stalled' || state === 'nothing';
  return { body: firstOf(keys('says'), params), next: ended ? firstOf(keys('next'), params) : '' };
}

export function logStateWords(state: LogState, reason: LogReason | null): string {
  return firstOf([...(reason === null ? [] : [`logs.is.${reason}`]), `logs.is.${state}`], {});
}

/** Waited for. */
export function isOpen(state: LogState): boolean {
  return state === 'asking' || state === 'agreed' || state === 'sending' || state === 'stalled';
}

/** "10 – 12 Oct": which stretch of time it was asked for. */
export function covers(log: Pick<LogRequestView, 'from' | 'to' | 'askedAt'>, formats: Formats): string {
  if (log.from === null && log.to === null) return t('logs.coversAll');
  if (log.from === null) return t('logs.coversUntil', { last: formats.day(log.to ?? log.askedAt) });
  return formats.days(log.from, log.to ?? log.askedAt);
}
