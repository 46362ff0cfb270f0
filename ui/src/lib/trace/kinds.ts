// Kinds of messages that a person may pick, as actions.

export const KINDS = [
  'notReadings',
  'any',
  'charging',
  'state',
  'settings',
  'limits',
  'firmware',
  'connection',
] as const;
export type Kind = (typeof KINDS)[number];

const ONLY: Partial<Record<Kind, string>> = {
  charging: `Authorize StartTransaction StopTransaction TransactionEvent RemoteStartTransaction RemoteStopTransaction
    RequestStartTransaction RequestStopTransaction ReserveNow CancelReservation ReservationStatusUpdate UnlockConnector
    SendLocalList GetLocalListVersion ClearCache GetTransactionStatus CostUpdated`,
  state: `StatusNotification BootNotification Heartbeat SecurityEventNotification NotifyEvent ChangeAvailability Reset
    TriggerMessage ExtendedTriggerMessage connected ended`,
  settings: `GetConfiguration ChangeConfiguration GetVariables SetVariables GetBaseReport GetReport NotifyReport
    SetNetworkProfile SetVariableMonitoring ClearVariableMonitoring SetMonitoringBase SetMonitoringLevel
    GetMonitoringReport NotifyMonitoringReport DataTransfer SetDisplayMessage ClearDisplayMessage GetDisplayMessages`,
  limits: `SetChargingProfile ClearChargingProfile GetCompositeSchedule GetChargingProfiles ReportChargingProfiles
    NotifyChargingLimit ClearedChargingLimit NotifyEVChargingNeeds NotifyEVChargingSchedule UpdateDynamicSchedule
    PullDynamicScheduleUpdate UsePriorityCharging NotifyPriorityCharging NotifyAllowedEnergyTransfer`,
  firmware: `UpdateFirmware SignedUpdateFirmware FirmwareStatusNotification SignedFirmwareStatusNotification
    GetDiagnostics GetLog DiagnosticsStatusNotification LogStatusNotification PublishFirmware UnpublishFirmware
    PublishFirmwareStatusNotification SignCertificate CertificateSigned InstallCertificate DeleteCertificate
    GetInstalledCertificateIds`,
  connection: 'connected ended turnedAway unrecorded',
};

/** Why a charger of OCPP 2 tells of a session when nothing but its readings are new. */
const READINGS = ['"MeterValuePeriodic"', '"MeterValueClock"'];

/** The part of a query that a kind stands for. Problems with readings are problems all the same. */
export function actionsOf(
  kind: Kind,
  problems: boolean,
): { only: string[]; without: string[]; withoutSaying: string[] } {
  const only = ONLY[kind]?.trim().split(/\s+/) ?? [];
  const quiet = kind === 'notReadings' && !problems;
  return { only, without: quiet ? ['MeterValues'] : [], withoutSaying: quiet ? READINGS : [] };
}
