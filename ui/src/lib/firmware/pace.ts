// How long a download will still take, from how it went so far. Pure.

/** How much had been handed over at a moment. */
export interface Sample {
  /** Milliseconds since the Unix epoch. */
  at: number;
  bytes: number;
}

/** Only the last stretch counts: chargers speed up and slow down. */
const WINDOW_MS = 30_000;
/** Without news for so long, nothing is said. */
const STALE_MS = 20_000;
const LEAST_MS = 1000;

/** The samples with one more; a download that began anew starts over. */
export function sampled(samples: readonly Sample[], next: Sample): Sample[] {
  const last = samples.at(-1);
  if (last && next.bytes < last.bytes) return [next];
  if (last && next.bytes === last.bytes) return [...samples];
  const kept = samples.filter((sample) => next.at - sample.at <= WINDOW_MS);
  // The last one is kept however old it is, or a slow download would never have two.
  return [...(kept.length > 0 ? kept : samples.slice(-1)), next];
}

/** Seconds until all `size` bytes are there; `null` = it cannot be told. */
export function remainingS(samples: readonly Sample[], size: number, now: number): number | null {
  const first = samples[0];
  const last = samples.at(-1);
  if (!first || !last || last.at - first.at < LEAST_MS || now - last.at > STALE_MS) return null;
  const perMs = (last.bytes - first.bytes) / (last.at - first.at);
  if (perMs <= 0 || last.bytes >= size) return null;
  return Math.max(1, Math.ceil(((size - last.bytes) / perMs - (now - last.at)) / 1000));
}
