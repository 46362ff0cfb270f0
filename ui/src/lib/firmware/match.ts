// Whether a firmware file is meant for a charger. The core decides in the end; this is so that it is seen before. Pure.

import type { FirmwareFileView, StationView } from '../host/generated/bridge';

/** `unknown` = the file does not say for what it is, or the charger does not say what it is. */
export type Match = 'fits' | 'unknown' | 'other';

/** Makers write one model in several ways: `AC-22`, `ac 22`, and chargers add a variant to it. */
function plain(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

export function match(
  file: Pick<FirmwareFileView, 'vendor' | 'model'>,
  station: Pick<StationView, 'vendor' | 'model'>,
): Match {
  const pairs = [
    [plain(file.vendor), plain(station.vendor)],
    [plain(file.model), plain(station.model)],
  ];
  const differ = (wanted: string, is: string) => !wanted.startsWith(is) && !is.startsWith(wanted);
  if (pairs.some(([wanted = '', is = '']) => wanted && is && differ(wanted, is))) return 'other';
  const [wanted, is] = pairs[1] ?? [];
  return wanted && is ? 'fits' : 'unknown';
}

/** Those that fit first, then those of which it is not known, newest first within each. */
export function byMatch(
  files: readonly FirmwareFileView[],
  station: Pick<StationView, 'vendor' | 'model'>,
): FirmwareFileView[] {
  const rank = { fits: 0, unknown: 1, other: 2 };
  return files.toSorted((a, b) => rank[match(a, station)] - rank[match(b, station)] || b.addedAt - a.addedAt);
}
