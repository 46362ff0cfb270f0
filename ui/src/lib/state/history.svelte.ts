// The orders of one charger: what the core keeps of them, and what moved since.

import type { OrderView } from '../host/generated/bridge';
import type { App } from './app.svelte';

export class History {
  #older = $state.raw<OrderView[]>([]);
  /** Newest first. */
  readonly list: OrderView[] = $derived.by(() => {
    const known = new Map<number, OrderView>();
    const station = this.station();
    for (const order of [...this.#older, ...this.app.site.orders]) {
      if (order.station === station) known.set(order.id, order);
    }
    return [...known.values()].sort((a, b) => b.id - a.id);
  });

  constructor(
    private readonly app: App,
    /** null = of none. */
    private readonly station: () => number | null,
  ) {
    $effect(() => {
      const id = this.station();
      if (id === null || this.app.link.is !== 'live') return;
      void this.app.attempt('orders', async () => {
        this.#older = await this.app.host.request('orders', { station: id });
      });
    });
  }
}
