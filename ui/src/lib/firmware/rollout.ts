// What is said of a rollout. Pure.

import { bayName } from '../charger/sentence';
import type { RolloutView, StationView, UpdateView } from '../host/generated/bridge';
import { capital, countWord, t, tn } from '../text/text';
import { stateWords } from './words';

type Named = Pick<StationView, 'id' | 'bay' | 'name' | 'identity'>;

function nameOf(stations: readonly Named[], id: number | undefined): string {
  const station = stations.find((one) => one.id === id);
  return station ? bayName(station) : t('bay.unknown');
}

/** One or two sentences: where it stands, why it stopped, and that the rest were not touched. */
export function rolloutSays(
  rollout: RolloutView,
  stations: readonly Named[],
  updates: readonly Pick<UpdateView, 'id' | 'state' | 'reason'>[] = [],
): string {
  const first = nameOf(stations, rollout.chargers[0]?.station);
  const installed = rollout.chargers.filter((one) => one.state === 'installed').length;
  const untouched = rollout.chargers.filter((one) => one.update === null).length;
  const count = rollout.chargers.length;
  const rest = untouched > 0 ? tn('rollout.untouched', untouched, { count: capital(countWord(untouched)) }) : '';
  switch (rollout.state) {
    case 'first':
      return tn('rollout.says.first', count - 1, { bay: first, count: countWord(count - 1) });
    case 'proving':
      return tn('rollout.says.proving', count - 1, { bay: first, count: countWord(count - 1) });
    case 'following': {
      const now = rollout.chargers.find((one) => one.update !== null && one.state !== 'installed');
      return [
        t('rollout.says.following', { installed, count }),
        now ? t('rollout.says.now', { bay: nameOf(stations, now.station) }) : '',
      ]
        .filter(Boolean)
        .join(' ');
    }
    case 'done':
      return tn('rollout.says.done', count, { count: countWord(count) });
    case 'stopped': {
      const done =
        installed > 0
          ? tn('rollout.hasIt', installed, { count: capital(countWord(installed)) })
          : t('rollout.noneHasIt');
      if (rollout.stoppedAt === null) return [t('rollout.says.stopped'), done, rest].filter(Boolean).join(' ');
      const failed = rollout.chargers.find((one) => one.station === rollout.stoppedAt);
      const reason = updates.find((one) => one.id === failed?.update)?.reason ?? null;
      const why = stateWords(failed?.state ?? 'failed', reason);
      return [t('rollout.says.stoppedAt', { bay: nameOf(stations, rollout.stoppedAt), why }), done, rest]
        .filter(Boolean)
        .join(' ');
    }
  }
}
