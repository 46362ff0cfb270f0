// The sentence at the head of the Overview: is everything all right, and who needs you.

import type { StationView } from '../host/generated/bridge';
import { capital, countWord, t, tn } from '../text/text';
import type { Formats } from '../text/formats';
import { connectorState } from './states';

export interface Sentence {
  /** What goes on. */
  main: string;
  /** Who needs you; empty when nobody does. */
  rest: string;
}

export function bayName(station: Pick<StationView, 'bay' | 'name' | 'identity'>): string {
  return station.bay === null ? station.name || station.identity : t('bay.name', { bay: station.bay });
}

/** A bay's number stays on the line of its word. */
function unbroken(name: string): string {
  return name.replaceAll(' ', '\u00a0');
}

export function statusSentence(stations: readonly StationView[], formats: Formats): Sentence {
  let charging = 0;
  let waiting = 0;
  let paused = 0;
  const needy: string[] = [];
  for (const station of stations) {
    if (!station.online) {
      needy.push(bayName(station));
      continue;
    }
    const states = station.connectors.map((connector) => connectorState(station, connector));
    charging += states.filter((s) => s === 'charging').length;
    waiting += states.filter((s) => s === 'waitingForPower').length;
    paused += states.filter((s) => s === 'carPaused').length;
    if (station.state === 'faulted' || states.includes('faulted')) needy.push(bayName(station));
  }
  const said: string[] = [];
  if (charging > 0) said.push(tn('sentence.charging', charging, { count: countWord(charging) }));
  if (waiting > 0) said.push(tn('sentence.waiting', waiting, { count: countWord(waiting) }));
  if (paused > 0 && said.length < 2) said.push(tn('sentence.paused', paused, { count: countWord(paused) }));
  // A bay with a finished car in it, or out of service, is in order and yet not ready for the next.
  const ready = stations.every((station) =>
    station.connectors.every((connector) => ['available', 'pluggedIn'].includes(connectorState(station, connector))),
  );
  const reachable = stations.some((s) => s.online);
  const main =
    said.length > 0
      ? `${capital(said.join(', '))}.`
      : !reachable
        ? t('sentence.noneReachable')
        : needy.length > 0
          ? t('sentence.idle')
          : ready
            ? t('sentence.allReady')
            : t('sentence.allWell');
  const rest =
    needy.length > 0 && reachable ? tn('sentence.needs', needy.length, { who: formats.list(needy.map(unbroken)) }) : '';
  return { main, rest };
}
