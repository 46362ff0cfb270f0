// The centre's clock as the screens show it: this computer's time, corrected by what the snapshot said.

import type { Host } from '../host/types';

export class Clock {
  /** Milliseconds since the Unix epoch, renewed once a second. */
  now = $state(0);
  #offset = 0;
  #timer: ReturnType<typeof setInterval> | null = null;

  constructor(private readonly host: Host) {
    this.now = host.now();
  }

  /** The centre's clock right now. */
  read(): number {
    return this.host.now() + this.#offset;
  }

  set(centre: number): void {
    this.#offset = centre - this.host.now();
    this.now = centre;
  }

  start(): () => void {
    this.#timer ??= setInterval(() => (this.now = this.read()), 1000);
    return () => {
      if (this.#timer !== null) clearInterval(this.#timer);
      this.#timer = null;
    };
  }
}
