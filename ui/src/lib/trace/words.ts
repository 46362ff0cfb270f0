// A line of the trace in plain words: what it is called, its OCPP term, and how it looks.

import type { TraceLineView } from '../host/generated/bridge';
import { isKey, t } from '../text/text';
import type { Formats } from '../text/formats';
import { figure, limits, sides, word, type Fields, type Inside } from './frame';
import { summary, type Names } from './summary';

export interface LineWords {
  name: string;
  /** The word of the specification, small beside it. */
  term: string;
  sum: string;
  mood: '' | 'warn' | 'bad';
  latency: string;
}

export function lineWords(line: TraceLineView, formats: Formats, names: Names): LineWords {
  const { call, answer } = sides(line);
  const name = title(line, call);
  const exact = term(line, call.fields);
  return {
    name,
    // What has no plain words is not said twice.
    term: exact === name ? '' : exact,
    sum: summary(line, call, answer, formats, names),
    mood: line.verdict === 'bad' ? 'bad' : line.verdict === 'warn' || line.verdict === 'noAnswer' ? 'warn' : '',
    latency: latency(line, formats),
  };
}

function keyed(key: string, params: Record<string, string | number> = {}): string | null {
  return isKey(key) ? t(key, params) : null;
}

/** What an action is called when nothing more is known of it; the action itself when we have no words. */
export function actionWords(action: string): string {
  return keyed(`trace.do.${action}`) ?? action;
}

function title(line: TraceLineView, call: Inside): string {
  const fields = call.fields;
  if (line.direction === 'connection') return connection(line.action, fields);
  if (line.action === '') {
    return line.direction === 'toCharger'
      ? t('trace.do.strayReply')
      : call.error !== null || /^\s*\[\s*"?[34]/.test(line.call)
        ? t('trace.do.stray')
        : t('trace.do.unreadable');
  }
  return special(line.action, fields) ?? actionWords(line.action);
}

function special(action: string, fields: Fields): string | null {
  switch (action) {
    case 'StatusNotification': {
      const status = word(fields, 'status') || word(fields, 'connectorStatus');
      const says = keyed(`trace.status.${status}`);
      return says === null ? null : t('trace.at', { place: place(fields), says });
    }
    case 'FirmwareStatusNotification':
    case 'SignedFirmwareStatusNotification':
    case 'DiagnosticsStatusNotification':
    case 'LogStatusNotification': {
      const says = keyed(`trace.progress.${word(fields, 'status')}`);
      return says === null ? null : t('trace.at', { place: actionWords(action), says });
    }
    case 'TransactionEvent':
      return keyed(`trace.event.${word(fields, 'eventType')}`);
    case 'Reset':
      return keyed(`trace.reset.${word(fields, 'type')}`);
    case 'ChangeAvailability':
      return keyed(`trace.service.${word(fields, 'type') || word(fields, 'operationalStatus')}`);
    case 'TriggerMessage':
    case 'ExtendedTriggerMessage':
      return keyed(`trace.trigger.${word(fields, 'requestedMessage')}`);
    case 'SetChargingProfile':
      return limits(fields).some((limit) => limit === 0) ? t('trace.do.pause') : null;
    default:
      return null;
  }
}

function place(fields: Fields): string {
  const evse = figure(fields, 'evseId');
  const connector = figure(fields, 'connectorId');
  if (evse !== null && evse > 0 && connector !== null && connector > 1) {
    return t('connector.pair', { evse, connector });
  }
  const n = evse ?? connector ?? 0;
  return n === 0 ? t('trace.charger') : t('connector.name', { n });
}

function connection(action: string, fields: Fields): string {
  const why = word(fields, 'why');
  const key =
    action === 'connected' && fields['assumed'] === true
      ? 'trace.link.assumed'
      : `trace.link.${action}.${why || 'title'}`;
  return keyed(key) ?? keyed(`trace.link.${action}.other`) ?? action;
}

function term(line: TraceLineView, fields: Fields): string {
  if (line.direction === 'connection') {
    if (line.action === 'turnedAway') return word(fields, 'from');
    if (line.action === 'connected') return word(fields, 'address');
    return line.action === 'ended' && word(fields, 'why') === 'broken' ? t('trace.link.code') : '';
  }
  const more =
    word(fields, 'status') ||
    word(fields, 'connectorStatus') ||
    word(fields, 'eventType') ||
    (line.action === 'Reset' || line.action === 'ChangeAvailability' ? word(fields, 'type') : '') ||
    word(fields, 'requestedMessage') ||
    (line.action === 'ChangeConfiguration' ? word(fields, 'key') : '');
  return more ? `${line.action} ${more}` : line.action;
}

function latency(line: TraceLineView, formats: Formats): string {
  if (!line.answer || line.direction === 'connection') return '';
  const ms = Math.max(0, line.answer.at - line.at);
  if (ms < 1000) return t('unit.ms', { n: ms });
  return ms < 10_000 ? t('unit.s', { n: formats.number(ms / 1000, 1) }) : t('unit.s', { n: Math.round(ms / 1000) });
}
