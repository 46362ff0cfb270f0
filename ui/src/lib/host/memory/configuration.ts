// Believable settings of a charger, for component tests and for looking at the screens.

import type { ConfigurationEntry, ConfigurationView } from '../generated/bridge';

function entry(key: string, value: string | null, change: Partial<ConfigurationEntry> = {}): ConfigurationEntry {
  return { key, value, readOnly: false, readAt: 0, previous: null, afterRestart: null, ...change };
}

/** Read twelve minutes ago; one change waits for a restart, one may be undone. */
export function demoConfiguration(now: number): ConfigurationView {
  const readAt = now - 12 * 60_000;
  const entries = [
    entry('HeartbeatInterval', '60', { previous: '300' }),
    entry('MeterValueSampleInterval', '30', { afterRestart: '10', previous: '30' }),
    entry('MeterValuesSampledData', 'Power.Active.Import,Energy.Active.Import.Register,Current.Import,SoC'),
    entry('AllowOfflineTxForUnknownId', 'false'),
    entry('ConnectionTimeOut', '120'),
    entry('WebSocketPingInterval', '30'),
    entry('StopTransactionOnEVSideDisconnect', 'true'),
    entry('ConnectorPhaseRotation', '1.RST,2.RST'),
    entry('AuthorizationKey', null),
    entry('NumberOfConnectors', '2', { readOnly: true }),
    entry('SupportedFeatureProfiles', 'Core,FirmwareManagement,SmartCharging,Reservation', { readOnly: true }),
    entry('ChargingScheduleAllowedChargingRateUnit', 'Current,Power', { readOnly: true }),
    entry('ChargeProfileMaxStackLevel', '8', { readOnly: true }),
    entry('SmartChargingFallback', '6'),
  ].map((one) => ({ ...one, readAt }));
  return {
    readAt,
    entries,
    snapshots: [
      {
        id: 1,
        at: now - 40 * 86_400_000,
        firmware: '1.8.0',
        settings: entries.map(({ key, value, previous, readOnly }) => ({ key, value: previous ?? value, readOnly })),
      },
    ],
    reservations: [
      { id: 4, evse: 1, token: '04A2B3C4D5', parent: null, until: now + 25 * 60_000, state: 'held' },
      { id: 3, evse: null, token: '04C0FFEE01', parent: null, until: now - 3_600_000, state: 'used' },
    ],
    lacks: ['clearCache'],
  };
}
