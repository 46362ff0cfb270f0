// What came of a question, in a few words: the right column of the trace.

import type { TraceLineView } from '../host/generated/bridge';
import { isKey, t, tn } from '../text/text';
import type { Formats } from '../text/formats';
import { errorWords } from '../charger/attention';
import { figure, limits, part, parts, word, type Fields, type Inside } from './frame';
import { meterWords } from './meter';

/** What only the site knows. */
export interface Names {
  /** The label of a card, or what the reader read. */
  card: (token: string) => string;
}

export function summary(line: TraceLineView, call: Inside, answer: Inside, formats: Formats, names: Names): string {
  if (line.direction === 'connection') return connection(line.action, call.fields, formats);
  if (line.verdict === 'noAnswer') {
    const seconds = line.answer ? (line.answer.at - line.at) / 1000 : 0;
    return t('trace.sum.noAnswer', { age: formats.duration(seconds) });
  }
  if (line.action === '') return unreadable(line);
  if (answer.error) {
    const refused = answer.error;
    const known = ['NotSupported', 'NotImplemented'].includes(refused.code);
    if (line.direction === 'toCharger') {
      return known ? t('trace.sum.unknownCommand') : t('trace.sum.chargerError', { code: refused.code });
    }
    return known ? t('trace.sum.unknownToUs') : t('trace.sum.ourError', { code: refused.code });
  }
  if (!line.answer && line.direction === 'toCharger') return t('trace.sum.waiting');
  const said =
    line.direction === 'toCharger'
      ? obeyed(line.action, call.fields, answer.fields)
      : told(line.action, call.fields, answer.fields, formats, names);
  return said ?? (line.cut ? t('trace.sum.long') : '');
}

function unreadable(line: TraceLineView): string {
  if (/^\s*\[\s*"?[34]/.test(line.call)) return t('trace.sum.stray');
  return t(line.answer ? 'trace.sum.unreadableAnswered' : 'trace.sum.unreadable');
}

function connection(action: string, fields: Fields, formats: Formats): string {
  const why = word(fields, 'why');
  const age = formats.duration((figure(fields, 'lastHeardMs') ?? 0) / 1000);
  const offered = Array.isArray(fields['offered']) ? fields['offered'].join(', ') : '';
  const params = { age, identity: word(fields, 'identity'), offered, lost: figure(fields, 'lost') ?? 0 };
  const key = fields['assumed'] === true ? 'trace.link.assumed.sum' : `trace.link.${action}.${why || 'title'}.sum`;
  if (isKey(key)) return t(key, params);
  if (action === 'connected') return t('trace.sum.protocol', { protocol: word(fields, 'protocol') });
  return '';
}

/** A status of an answer as words; the status itself when we have none. */
function outcome(status: string): string {
  const key = `trace.outcome.${status}`;
  return isKey(key) ? t(key) : status;
}

/** How a charger answered an order. */
function obeyed(action: string, asked: Fields, answer: Fields): string | null {
  const status = word(answer, 'status');
  switch (action) {
    case 'GetConfiguration': {
      const known = parts(answer, 'configurationKey').length;
      const unknown = Array.isArray(answer['unknownKey']) ? answer['unknownKey'].length : 0;
      const said = tn('trace.sum.settings', known);
      return unknown > 0 ? `${said}, ${tn('trace.sum.unknownSettings', unknown)}` : said;
    }
    case 'ChangeConfiguration':
      return `${word(asked, 'key')} = ${word(asked, 'value')}: ${outcome(status)}`;
    case 'GetVariables': {
      const results = parts(answer, 'getVariableResult');
      const [first] = results;
      if (results.length !== 1 || !first) return tn('trace.sum.settings', results.length);
      const value = word(first, 'attributeValue');
      return value !== ''
        ? `${word(part(first, 'variable'), 'name')} = ${value}`
        : outcome(word(first, 'attributeStatus'));
    }
    case 'SetVariables': {
      const results = parts(answer, 'setVariableResult');
      const bad = results.find((one) => !['Accepted', 'RebootRequired'].includes(word(one, 'attributeStatus')));
      const shown = bad ?? results[0];
      const name = word(part(shown ?? {}, 'variable'), 'name');
      return shown ? `${name}: ${outcome(word(shown, 'attributeStatus'))}` : '';
    }
    case 'GetLocalListVersion': {
      const version = word(answer, 'listVersion') || word(answer, 'versionNumber');
      return t('trace.sum.version', { version });
    }
    case 'SetChargingProfile': {
      const limit = limits(asked)[0];
      if (limit == null || status !== 'Accepted') return outcome(status);
      const profile =
        'csChargingProfiles' in asked ? part(asked, 'csChargingProfiles') : part(asked, 'chargingProfile');
      const unit = word(parts(profile, 'chargingSchedule')[0] ?? {}, 'chargingRateUnit');
      const session = word(profile, 'transactionId');
      const amount = unit === 'W' ? `${limit / 1000} ${t('unit.kw')}` : `${limit} ${t('unit.a')}`;
      return session === '' ? t('trace.sum.limit', { amount }) : t('trace.sum.limitSession', { amount, session });
    }
    case 'GetDiagnostics':
    case 'GetLog': {
      const file = word(answer, 'fileName') || word(answer, 'filename');
      return file === '' ? outcome(status || 'Accepted') : t('trace.sum.file', { file });
    }
    case 'DataTransfer':
      return [word(asked, 'vendorId'), outcome(status)].filter(Boolean).join(': ');
    default:
      return outcome(status || 'Accepted');
  }
}

function cardWords(token: string, status: string, names: Names): string {
  const card = token === '' ? t('card.none') : names.card(token);
  if (status === '' || status === 'Accepted') return status === '' ? card : t('trace.card.accepted', { card });
  const key = `trace.card.${status}`;
  return isKey(key) ? t(key, { card }) : t('trace.card.refused', { card });
}

/** What a charger told, and what we made of it. */
function told(action: string, fields: Fields, answer: Fields, formats: Formats, names: Names): string | null {
  const meter = (name: string) => {
    const value = figure(fields, name);
    return value === null ? null : t('trace.sum.meter', { kwh: formats.kwh(value) });
  };
  const joined = (all: (string | null)[]) => all.filter((one) => one !== null && one !== '').join(', ');
  switch (action) {
    case 'MeterValues':
      return meterWords(fields, formats) || null;
    case 'Authorize': {
      const token = word(fields, 'idTag') || word(part(fields, 'idToken'), 'idToken');
      return cardWords(
        token,
        word(part(answer, 'idTagInfo'), 'status') || word(part(answer, 'idTokenInfo'), 'status'),
        names,
      );
    }
    case 'StartTransaction': {
      const status = word(part(answer, 'idTagInfo'), 'status');
      const card = cardWords(word(fields, 'idTag'), status === 'Accepted' ? '' : status, names);
      const session = word(answer, 'transactionId');
      return joined([session && t('sessions.number', { n: session }), card, meter('meterStart')]);
    }
    case 'StopTransaction':
      return joined([
        t('sessions.number', { n: word(fields, 'transactionId') }),
        meter('meterStop'),
        word(fields, 'reason') && reason(word(fields, 'reason')),
      ]);
    case 'TransactionEvent': {
      const token = word(part(fields, 'idToken'), 'idToken');
      const status = word(part(answer, 'idTokenInfo'), 'status');
      return joined([
        token && cardWords(token, status === 'Accepted' ? '' : status, names),
        meterWords(fields, formats),
        reason(word(part(fields, 'transactionInfo'), 'stoppedReason')),
      ]);
    }
    case 'BootNotification': {
      const station = 'chargingStation' in fields ? part(fields, 'chargingStation') : fields;
      const model = [
        word(station, 'chargePointVendor') || word(station, 'vendorName'),
        word(station, 'chargePointModel') || word(station, 'model'),
      ];
      const firmware = word(station, 'firmwareVersion');
      const status = word(answer, 'status');
      return joined([
        model.filter(Boolean).join(' '),
        firmware && t('trace.sum.firmware', { version: firmware }),
        status && status !== 'Accepted'
          ? t(status === 'Pending' ? 'trace.sum.pending' : 'trace.sum.bootRefused')
          : null,
      ]);
    }
    case 'StatusNotification': {
      const error = word(fields, 'errorCode');
      const info = word(fields, 'info');
      if (error !== '' && error !== 'NoError') {
        return joined([error, info && `“${info}”`, error === 'OtherError' ? null : errorWords(error)]);
      }
      const status = word(fields, 'status') || word(fields, 'connectorStatus');
      const key = `trace.status.${status}.sum`;
      return info ? `“${info}”` : isKey(key) ? t(key) : '';
    }
    case 'DataTransfer':
      return joined([word(fields, 'vendorId'), word(fields, 'messageId'), outcome(word(answer, 'status'))]);
    case 'SecurityEventNotification':
      return joined([word(fields, 'type'), word(fields, 'techInfo')]);
    case 'NotifyReport':
      return tn('trace.sum.settings', parts(fields, 'reportData').length);
    default:
      return word(answer, 'status') ? outcome(word(answer, 'status')) : '';
  }
}

function reason(word: string): string {
  const key = `ended.${word}`;
  return isKey(key) ? t(key) : word;
}
