// Short notices with the result of what the person did. Bad ones stay until they are closed.

export type Mood = 'busy' | 'good' | 'bad' | 'info';

export interface Toast {
  key: string;
  mood: Mood;
  text: string;
}

const GOOD_FOR = 6000;
const MOST = 4;

export class Toasts {
  list = $state.raw<Toast[]>([]);
  #timers = new Map<string, ReturnType<typeof setTimeout>>();

  /** Shows a notice; one with the same key is replaced, so an order has one notice for its whole life. */
  show(key: string, mood: Mood, text: string): void {
    clearTimeout(this.#timers.get(key));
    const next = { key, mood, text };
    const at = this.list.findIndex((t) => t.key === key);
    this.list = at < 0 ? [...this.list, next].slice(-MOST) : this.list.with(at, next);
    if (mood === 'good' || mood === 'info') {
      this.#timers.set(
        key,
        setTimeout(() => this.close(key), GOOD_FOR),
      );
    }
  }

  close(key: string): void {
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    this.list = this.list.filter((t) => t.key !== key);
  }
}
