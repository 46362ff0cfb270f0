// What an order is in OCPP's words, and what it was about: for the technician, beside the plain words.

import type { CommandView } from '../host/generated/bridge';
import { settingName, valueWords } from '../setting/value';
import type { Formats } from '../text/formats';
import { t } from '../text/text';
import type { Site } from '../state/site.svelte';
import { withoutLogin } from './address';

/** The message's name in OCPP 1.6, or in 2.x where that is another one. */
export function orderTerm(command: CommandView, second = false): string {
  switch (command.do) {
    case 'start':
      return second ? 'RequestStartTransaction' : 'RemoteStartTransaction';
    case 'stop':
      return second ? 'RequestStopTransaction' : 'RemoteStopTransaction';
    case 'unlock':
      return 'UnlockConnector';
    case 'restart':
      return second ? `Reset ${command.now ? 'Immediate' : 'OnIdle'}` : `Reset ${command.now ? 'Hard' : 'Soft'}`;
    case 'service':
      return `ChangeAvailability ${command.operative ? 'Operative' : 'Inoperative'}`;
    case 'trigger':
      return command.extended ? 'ExtendedTriggerMessage' : 'TriggerMessage';
    case 'readSettings':
      return 'GetConfiguration';
    case 'changeSetting':
    case 'changePassword':
      return 'ChangeConfiguration';
    case 'clearCache':
      return 'ClearCache';
    case 'readListVersion':
      return 'GetLocalListVersion';
    case 'sendList':
      return command.full ? 'SendLocalList Full' : 'SendLocalList Differential';
    case 'reserve':
      return 'ReserveNow';
    case 'cancelReservation':
      return 'CancelReservation';
    case 'setProfile':
      return 'SetChargingProfile';
    case 'clearProfiles':
      return 'ClearChargingProfile';
    case 'readSchedule':
      return 'GetCompositeSchedule';
    case 'sendData':
      return 'DataTransfer';
    case 'installCertificate':
      return 'InstallCertificate';
    case 'listCertificates':
      return 'GetInstalledCertificateIds';
    case 'deleteCertificate':
      return 'DeleteCertificate';
    case 'deliverCertificate':
      return 'CertificateSigned';
    case 'updateFirmware':
      return command.signature ? 'SignedUpdateFirmware' : 'UpdateFirmware';
    case 'sendFile':
      return command.what === 'diagnostics' ? 'GetDiagnostics' : 'GetLog';
  }
}

/** Which connector an order is about; 0 or nothing = the whole charger. */
export function placeWords(evse: number | null): string {
  return evse === null || evse === 0 ? t('orders.whole') : t('connector.name', { n: evse });
}

/** What it was about: the connector, the card, the setting and its value. Empty when there is nothing to add. */
export function orderFacts(command: CommandView, formats: Formats, site: Pick<Site, 'token'>): string {
  const card = (token: string) => site.token(token)?.label || token;
  switch (command.do) {
    case 'start':
      return [placeWords(command.evse), command.token === null ? '' : card(command.token)].filter(Boolean).join(', ');
    case 'unlock':
      return placeWords(command.evse);
    case 'service':
      return placeWords(command.evse);
    case 'trigger':
      return command.evse === null ? '' : placeWords(command.evse);
    case 'readSettings':
      return command.keys.length === 0 ? '' : formats.list(command.keys.slice(0, 3).map(settingName));
    case 'changeSetting':
      return t('orders.fact.setting', {
        setting: settingName(command.key),
        value: valueWords(command.key, command.value, formats),
      });
    case 'sendList':
      return command.version === null ? '' : t('orders.fact.version', { n: command.version });
    case 'reserve':
      return t('orders.fact.reserve', {
        place: command.evse === null ? t('orders.anyConnector') : placeWords(command.evse),
        card: card(command.token),
        at: formats.clock(command.until),
      });
    case 'cancelReservation':
      return t('orders.fact.number', { n: command.reservation });
    case 'setProfile': {
      const first = command.profile.schedule.periods[0];
      const limit = first ? limitWords(first.limitTenths, command.profile.schedule.unit, formats) : '';
      return [placeWords(command.evse), limit].filter(Boolean).join(', ');
    }
    case 'clearProfiles':
      return command.evse === null ? t('orders.everywhere') : placeWords(command.evse);
    case 'readSchedule':
      return placeWords(command.evse);
    case 'sendData':
      return [command.vendor, command.message].filter(Boolean).join(' ');
    case 'deleteCertificate':
      return command.hash.serial;
    case 'stop':
    case 'restart':
    case 'changePassword':
    case 'clearCache':
    case 'readListVersion':
    case 'installCertificate':
    case 'listCertificates':
    case 'deliverCertificate':
      return '';
    case 'updateFirmware':
    case 'sendFile':
      return withoutLogin(command.location);
  }
}

/** "16 A", "11 kW". */
export function limitWords(tenths: number, unit: 'A' | 'W', formats: Formats): string {
  return unit === 'A'
    ? `${formats.number(tenths / 10, tenths % 10 === 0 ? 0 : 1)}\u00a0${t('unit.a')}`
    : `${formats.kw(tenths / 10)}\u00a0${t('unit.kw')}`;
}

/** Who asked: the door it came through. */
export function byWords(by: string): string {
  return by === 'automation'
    ? t('orders.by.automation')
    : by === 'window'
      ? t('orders.by.window')
      : t('orders.by.browser');
}
