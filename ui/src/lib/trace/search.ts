// What a person types into the search, in the words of the frames.

import type { TokenView } from '../host/generated/bridge';
import { KEYS, t } from '../text/text';
import { actionWords } from './words';

export interface Meaning {
  textActions: string[];
  textMeans: string[];
}

/** Keys of words that a line shows for one word of a frame; that word is the last part. */
const OF_FRAMES =
  /^trace\.(?:status|progress|event|reset|service|outcome|card|link\.ended|link\.turnedAway)\.(\w+)(?:\.sum)?$/;
/** Less than this means nothing yet. */
const LEAST = 2;

/** The actions, and the texts in frames, that are shown in words which contain a text; cards by their names. */
export function meaning(text: string, cards: readonly Pick<TokenView, 'value' | 'label'>[]): Meaning {
  const wanted = text.trim().toLowerCase();
  if (wanted.length < LEAST) return { textActions: [], textMeans: [] };
  const shown = (words: string) => words.toLowerCase().includes(wanted);
  const means = new Set<string>();
  for (const key of KEYS) {
    const word = OF_FRAMES.exec(key)?.[1];
    if (word !== undefined && shown(t(key).replace(/\{\w+\}/g, ''))) means.add(JSON.stringify(word));
  }
  for (const card of cards) if (shown(card.label)) means.add(JSON.stringify(card.value));
  return { textActions: ACTIONS.filter((action) => shown(actionWords(action))), textMeans: [...means] };
}

/** Every action of OCPP 1.6 with its security extension, 2.0.1 and 2.1. */
export const ACTIONS: readonly string[] = `
AFRRSignal AdjustPeriodicEventStream Authorize BatterySwap BootNotification CancelReservation CertificateSigned
ChangeAvailability ChangeConfiguration ChangeTransactionTariff ClearCache ClearChargingProfile ClearDERControl
ClearDisplayMessage ClearTariffs ClearVariableMonitoring ClearedChargingLimit ClosePeriodicEventStream CostUpdated
CustomerInformation DataTransfer DeleteCertificate DiagnosticsStatusNotification ExtendedTriggerMessage
FirmwareStatusNotification Get15118EVCertificate GetBaseReport GetCertificateChainStatus GetCertificateStatus
GetChargingProfiles GetCompositeSchedule GetConfiguration GetDERControl GetDiagnostics GetDisplayMessages
GetInstalledCertificateIds GetLocalListVersion GetLog GetMonitoringReport GetPeriodicEventStream GetReport GetTariffs
GetTransactionStatus GetVariables Heartbeat InstallCertificate LogStatusNotification MeterValues
NotifyAllowedEnergyTransfer NotifyChargingLimit NotifyCustomerInformation NotifyDERAlarm NotifyDERStartStop
NotifyDisplayMessages NotifyEVChargingNeeds NotifyEVChargingSchedule NotifyEvent NotifyMonitoringReport
NotifyPeriodicEventStream NotifyPriorityCharging NotifyReport NotifySettlement NotifyWebPaymentStarted
OpenPeriodicEventStream PublishFirmware PublishFirmwareStatusNotification PullDynamicScheduleUpdate
RemoteStartTransaction RemoteStopTransaction ReportChargingProfiles ReportDERControl RequestBatterySwap
RequestStartTransaction RequestStopTransaction ReservationStatusUpdate ReserveNow Reset SecurityEventNotification
SendLocalList SetChargingProfile SetDERControl SetDefaultTariff SetDisplayMessage SetMonitoringBase SetMonitoringLevel
SetNetworkProfile SetVariableMonitoring SetVariables SignCertificate SignedFirmwareStatusNotification
SignedUpdateFirmware StartTransaction StatusNotification StopTransaction TransactionEvent TriggerMessage
UnlockConnector UnpublishFirmware UpdateDynamicSchedule UpdateFirmware UsePriorityCharging VatNumberValidation
`
  .trim()
  .split(/\s+/);
