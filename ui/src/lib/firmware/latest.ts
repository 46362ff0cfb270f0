// The newest update of each charger, as far as the library and what moved since tell. Pure.

import type { FirmwareFileView, UpdateState, UpdateView } from '../host/generated/bridge';

export interface Latest {
  station: number;
  update: number;
  state: UpdateState;
  /** When it last moved, milliseconds since the Unix epoch. */
  at: number;
  /** The version, else the file's name. */
  what: string;
}

export function latest(files: readonly FirmwareFileView[], updates: readonly UpdateView[]): Latest[] {
  const newest = new Map<number, Latest>();
  const take = (one: Latest) => {
    const known = newest.get(one.station);
    if (!known || one.update > known.update || (one.update === known.update && one.at >= known.at)) {
      newest.set(one.station, one);
    }
  };
  for (const file of files) for (const use of file.used) take({ ...use, what: file.version || file.name });
  for (const { id, station, state, changedAt, toVersion, fileName } of updates) {
    take({ station, update: id, state, at: changedAt, what: toVersion || fileName });
  }
  return [...newest.values()];
}
