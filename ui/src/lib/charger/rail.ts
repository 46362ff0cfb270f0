// The load rail's geometry: who takes how much of what there is.

import type { StationView } from '../host/generated/bridge';
import { connectorState, stationPower } from './states';

export interface Share {
  station: StationView;
  watts: number;
  /** Percent of the rail. */
  x: number;
  width: number;
}

export interface Rail {
  shares: Share[];
  /** Chargers that wait for power: no figure is known, so they get a thin ghost after the shares. */
  waiting: { station: StationView; x: number; width: number }[];
  /** Percent of the rail where the site limit stands; null without a limit. */
  limitAt: number | null;
  over: boolean;
  total: number;
  ticks: { watts: number; x: number }[];
}

const GHOST = 5;

/** A round step of at most six ticks over a span. */
export function tickStep(span: number): number {
  const rough = span / 5;
  const power = 10 ** Math.floor(Math.log10(Math.max(rough, 1)));
  return [1, 2, 5, 10].map((n) => n * power).find((step) => step >= rough) ?? 10 * power;
}

export function rail(stations: readonly StationView[], limit: number | null): Rail {
  const taking = stations
    .map((station) => ({ station, watts: stationPower(station) }))
    .filter((share) => share.watts > 0);
  const waiting = stations.filter(
    (s) => s.online && s.connectors.some((c) => connectorState(s, c) === 'waitingForPower') && stationPower(s) <= 0,
  );
  const total = taking.reduce((sum, share) => sum + share.watts, 0);
  // With a limit a tenth beyond it shows what would not fit; without one the shares fill the rail.
  const ghosts = waiting.length * GHOST;
  const full = limit === null ? total / (1 - ghosts / 100) : Math.max(limit * 1.1, total / (1 - ghosts / 100));
  const percent = (watts: number) => (full > 0 ? (watts / full) * 100 : 0);
  let x = 0;
  const shares = taking.map(({ station, watts }) => {
    const share = { station, watts, x, width: percent(watts) };
    x += share.width;
    return share;
  });
  const step = tickStep(full);
  const ticks: Rail['ticks'] = [];
  for (let watts = 0; full > 0 && watts <= full * 0.96; watts += step) ticks.push({ watts, x: percent(watts) });
  return {
    shares,
    waiting: waiting.map((station, at) => ({ station, x: x + at * GHOST, width: GHOST })),
    limitAt: limit === null ? null : percent(limit),
    over: limit !== null && total > limit,
    total,
    ticks,
  };
}
