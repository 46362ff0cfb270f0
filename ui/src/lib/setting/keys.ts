// The settings that OCPP 1.6 (chapter 9) and its security extension name: what each takes, in the order of the screen.
// Their words are in the catalogue: `key.<name>` and, where a sentence helps, `key.<name>.why` and `.caution`.

export type Unit = 's' | 'wh' | 'percent' | 'times' | 'count' | 'bytes';

/** How a value is edited. Ranges are what chargers usually take: another value may be sent, the charger decides. */
export type Form =
  | { kind: 'number'; unit: Unit; min?: number; max?: number; zeroIsOff?: boolean }
  | { kind: 'flag' }
  | { kind: 'choice'; words: readonly string[] }
  | { kind: 'list'; words: readonly string[] }
  | { kind: 'phases' }
  | { kind: 'text'; max: number }
  | { kind: 'secret'; min: number; max: number };

export interface StandardKey {
  key: string;
  form: Form;
}

/** What a meter may tell (1.6 section 7.31). */
export const MEASURANDS = [
  'Energy.Active.Import.Register',
  'Power.Active.Import',
  'Current.Import',
  'Voltage',
  'SoC',
  'Current.Offered',
  'Power.Offered',
  'Temperature',
  'Frequency',
  'Power.Factor',
  'Energy.Active.Import.Interval',
  'Energy.Active.Export.Register',
  'Energy.Active.Export.Interval',
  'Energy.Reactive.Import.Register',
  'Energy.Reactive.Import.Interval',
  'Energy.Reactive.Export.Register',
  'Energy.Reactive.Export.Interval',
  'Power.Active.Export',
  'Power.Reactive.Import',
  'Power.Reactive.Export',
  'Current.Export',
  'RPM',
] as const;

/** How the wires of the building reach a connector. */
export const ROTATIONS = ['RST', 'RTS', 'SRT', 'STR', 'TRS', 'TSR', 'NotApplicable', 'Unknown'] as const;

const FEATURES = [
  'Core',
  'FirmwareManagement',
  'LocalAuthListManagement',
  'Reservation',
  'SmartCharging',
  'RemoteTrigger',
] as const;

const flag: Form = { kind: 'flag' };
const measurands: Form = { kind: 'list', words: MEASURANDS };
const number = (unit: Unit, min: number, max: number): Form => ({ kind: 'number', unit, min, max });
const orOff = (unit: Unit, max: number): Form => ({ kind: 'number', unit, min: 0, max, zeroIsOff: true });
const count: Form = { kind: 'number', unit: 'count' };
const bytes: Form = { kind: 'number', unit: 'bytes' };
const list = (...words: string[]): Form => ({ kind: 'list', words });

/** Every standard setting: what is changed most often first, what only informs last. */
export const STANDARD: readonly StandardKey[] = [
  { key: 'HeartbeatInterval', form: number('s', 10, 86_400) },
  { key: 'MeterValueSampleInterval', form: orOff('s', 900) },
  { key: 'MeterValuesSampledData', form: measurands },
  { key: 'ClockAlignedDataInterval', form: orOff('s', 86_400) },
  { key: 'MeterValuesAlignedData', form: measurands },
  { key: 'StopTxnSampledData', form: measurands },
  { key: 'StopTxnAlignedData', form: measurands },
  { key: 'ConnectionTimeOut', form: number('s', 15, 600) },
  { key: 'WebSocketPingInterval', form: orOff('s', 3600) },
  { key: 'AuthorizeRemoteTxRequests', form: flag },
  { key: 'LocalAuthorizeOffline', form: flag },
  { key: 'LocalPreAuthorize', form: flag },
  { key: 'AllowOfflineTxForUnknownId', form: flag },
  { key: 'AuthorizationCacheEnabled', form: flag },
  { key: 'LocalAuthListEnabled', form: flag },
  { key: 'StopTransactionOnEVSideDisconnect', form: flag },
  { key: 'UnlockConnectorOnEVSideDisconnect', form: flag },
  { key: 'StopTransactionOnInvalidId', form: flag },
  { key: 'MaxEnergyOnInvalidId', form: orOff('wh', 100_000) },
  { key: 'TransactionMessageAttempts', form: number('times', 1, 100) },
  { key: 'TransactionMessageRetryInterval', form: number('s', 1, 3600) },
  { key: 'ResetRetries', form: number('times', 0, 10) },
  { key: 'MinimumStatusDuration', form: orOff('s', 60) },
  { key: 'ConnectorPhaseRotation', form: { kind: 'phases' } },
  { key: 'LightIntensity', form: number('percent', 0, 100) },
  { key: 'BlinkRepeat', form: number('times', 0, 100) },
  { key: 'CpoName', form: { kind: 'text', max: 255 } },
  { key: 'SecurityProfile', form: { kind: 'choice', words: ['0', '1', '2', '3'] } },
  { key: 'AuthorizationKey', form: { kind: 'secret', min: 16, max: 20 } },
  { key: 'NumberOfConnectors', form: count },
  { key: 'SupportedFeatureProfiles', form: list(...FEATURES) },
  { key: 'SupportedFileTransferProtocols', form: list('FTP', 'FTPS', 'HTTP', 'HTTPS', 'SFTP') },
  { key: 'ChargingScheduleAllowedChargingRateUnit', form: list('Current', 'Power') },
  { key: 'ChargeProfileMaxStackLevel', form: count },
  { key: 'ChargingScheduleMaxPeriods', form: count },
  { key: 'MaxChargingProfilesInstalled', form: count },
  { key: 'ConnectorSwitch3to1PhaseSupported', form: flag },
  { key: 'ReserveConnectorZeroSupported', form: flag },
  { key: 'LocalAuthListMaxLength', form: count },
  { key: 'SendLocalListMaxLength', form: count },
  { key: 'GetConfigurationMaxKeys', form: count },
  { key: 'MeterValuesSampledDataMaxLength', form: count },
  { key: 'MeterValuesAlignedDataMaxLength', form: count },
  { key: 'StopTxnSampledDataMaxLength', form: count },
  { key: 'StopTxnAlignedDataMaxLength', form: count },
  { key: 'ConnectorPhaseRotationMaxLength', form: count },
  { key: 'SupportedFeatureProfilesMaxLength', form: count },
  { key: 'AdditionalRootCertificateCheck', form: flag },
  { key: 'CertificateSignedMaxChainSize', form: bytes },
  { key: 'CertificateStoreMaxLength', form: count },
];

const byName = new Map(STANDARD.map((standard, at) => [standard.key.toLowerCase(), { standard, at }]));

/** What the standard says of a setting. Chargers differ in capitals, so they do not count. */
export function standardKey(key: string): StandardKey | null {
  return byName.get(key.toLowerCase())?.standard ?? null;
}

/** Where it stands on the screen; makers' own settings come last. */
export function rank(key: string): number {
  return byName.get(key.toLowerCase())?.at ?? STANDARD.length;
}

/** Settings whose values nobody should read on a screen, also makers' own. */
export function isSecret(key: string): boolean {
  return /authorizationkey|passw|passphrase|secret|apikey|privatekey|psk|simpin/i.test(key);
}

/** A value with a password in it, of which only dots were kept: `ftp://user:••••••••@host`. */
export function isMasked(value: string | null): boolean {
  return value?.includes('••••••••') ?? false;
}

/** The form of a setting; a maker's own is a text, or a switch when its value is one. */
export function formOf(key: string, value: string | null): Form {
  const standard = standardKey(key);
  if (standard) return standard.form;
  if (isSecret(key)) return { kind: 'secret', min: 0, max: 500 };
  return value !== null && /^(true|false)$/i.test(value) ? { kind: 'flag' } : { kind: 'text', max: 500 };
}
