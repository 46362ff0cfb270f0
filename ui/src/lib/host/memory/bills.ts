// A session's figures in memory, and how they would be mended.

import type {
  AmendView,
  BillEntryKind,
  BillFiguresView,
  BillFindingKind,
  BillView,
  SessionView,
} from '../generated/bridge';

export function figuresOf(session: SessionView, bill: BillView | null): BillFiguresView {
  return {
    endedAt: session.endedAt,
    meterStartWh: session.meterStartWh,
    meterStopWh: session.meterStopWh,
    energyWh: session.energyWh,
    driver: session.driver,
    driverName: session.driverName ?? '',
    costCentreName: session.costCentreName ?? '',
    bill,
  };
}

/** The session as it would be with a finding mended. */
export function mended(session: SessionView, kind: BillFindingKind): Partial<SessionView> {
  const start = session.meterStartWh ?? 0;
  const stop = session.meterStopWh ?? 0;
  switch (kind) {
    case 'missingStop':
      return { endedAt: session.startedAt + 2 * 3_600_000, durationS: 7200 };
    case 'zeroBaseline':
      return { meterStartWh: stop - 18_400, energyWh: 18_400 };
    case 'registerReset':
      return { energyWh: Math.max(0, stop) };
    case 'tooSmall':
      return { energyWh: (stop - start) * 1000, meterStopWh: start + (stop - start) * 1000 };
    case 'tooLarge':
      return { energyWh: Math.round((stop - start) / 1000), meterStopWh: start + Math.round((stop - start) / 1000) };
    case 'duplicate':
      return { energyWh: 0, meterStopWh: start };
    case 'toldOtherwise':
      return { meterStopWh: stop + 500, energyWh: stop + 500 - start };
  }
}

export function historyKind(change: AmendView): BillEntryKind {
  switch (change.kind) {
    case 'repair':
      return 'repaired';
    case 'driver':
      return 'driver';
    case 'figures':
      return 'corrected';
    case 'price':
      return 'priced';
    case 'undo':
      return 'undone';
  }
}
