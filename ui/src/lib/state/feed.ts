// Applies numbered events in order. A missing number, a gap or a lost line ends in a fresh snapshot, never in a guess.

import type { Event, Snapshot } from '../host/generated/bridge';
import { asFault, type Host, type LinkState } from '../host/types';

/** `waiting` = nothing known yet, `live`, `paused` = last known values, `locked` = somebody has to sign in. */
export type FeedState = { is: 'waiting' } | { is: 'live' } | { is: 'paused'; since: number } | { is: 'locked' };

export interface FeedEars {
  snapshot(snapshot: Snapshot): void;
  event(event: Event): void;
  state(state: FeedState): void;
}

/** Runs something later; the returned function calls it off. */
export type Later = (milliseconds: number, run: () => void) => () => void;

export const onTimers: Later = (milliseconds, run) => {
  const timer = setTimeout(run, milliseconds);
  return () => clearTimeout(timer);
};

/** Waits between attempts, in milliseconds; the last one repeats. */
const BACK_OFF = [250, 500, 1000, 2000, 4000, 8000];

export class Feed {
  #last = 0;
  #attempts = 0;
  #state: FeedState = { is: 'waiting' };
  /** Grows with every new start, so that answers of an earlier one are dropped. */
  #round = 0;
  #leave: (() => void) | null = null;
  #callOff: (() => void) | null = null;

  constructor(
    private readonly host: Host,
    private readonly ears: FeedEars,
    private readonly later: Later = onTimers,
  ) {}

  /** Takes a snapshot and follows from there. Also how a screen asks to try again at once. */
  async start(): Promise<void> {
    this.#end();
    const round = this.#round;
    let snapshot: Snapshot;
    try {
      snapshot = await this.host.request('snapshot');
    } catch (thrown) {
      if (round !== this.#round) return;
      if (asFault(thrown).code === 'notSignedIn') this.#tell({ is: 'locked' });
      else this.#lost();
      return;
    }
    if (round !== this.#round) return;
    this.#last = snapshot.seq;
    this.ears.snapshot(snapshot);
    this.#leave = this.host.subscribe(
      snapshot.seq,
      (event) => this.#hear(round, event),
      (state) => this.#link(round, state),
    );
  }

  stop(): void {
    this.#end();
  }

  #end(): void {
    this.#round += 1;
    this.#leave?.();
    this.#callOff?.();
    this.#leave = this.#callOff = null;
  }

  #hear(round: number, event: Event): void {
    if (round !== this.#round || event.seq <= this.#last) return;
    if (event.seq !== this.#last + 1) {
      void this.start();
      return;
    }
    this.#last = event.seq;
    this.ears.event(event);
  }

  #link(round: number, state: LinkState): void {
    if (round !== this.#round) return;
    if (state === 'open') {
      this.#attempts = 0;
      this.#tell({ is: 'live' });
    } else if (state === 'gap') {
      void this.start();
    } else {
      this.#lost();
    }
  }

  #lost(): void {
    this.#end();
    if (this.#state.is !== 'paused') this.#tell({ is: 'paused', since: this.host.now() });
    const wait = BACK_OFF[Math.min(this.#attempts, BACK_OFF.length - 1)] ?? 8000;
    this.#attempts += 1;
    this.#callOff = this.later(wait, () => void this.start());
  }

  #tell(state: FeedState): void {
    this.#state = state;
    this.ears.state(state);
  }
}
