// What is known of a charger's settings, read again whenever an order or a restart may have changed it.

import type { CommandView, ConfigurationView } from '../host/generated/bridge';
import type { App } from './app.svelte';

const TOUCHES: readonly CommandView['do'][] = [
  'readSettings',
  'changeSetting',
  'changePassword',
  'restart',
  'reserve',
  'cancelReservation',
];

export class StationSettings {
  /** `null` until the core answered. */
  view = $state.raw<ConfigurationView | null>(null);

  constructor(
    private readonly app: App,
    private readonly station: () => number | null,
  ) {
    const stamp = $derived(this.#stamp());
    $effect(() => {
      void stamp;
      const id = this.station();
      if (id === null || this.app.link.is !== 'live') return;
      let current = true;
      void this.app.attempt('configuration', async () => {
        const view = await this.app.host.request('configuration', { station: id });
        if (current) this.view = view;
      });
      return () => (current = false);
    });
  }

  /** Changes with everything that may change the settings. */
  #stamp(): string {
    const id = this.station();
    const station = id === null ? undefined : this.app.site.station(id);
    const orders = this.app.site.orders
      .filter((order) => order.station === id && TOUCHES.includes(order.command.do))
      .map((order) => `${order.id}${order.state}`);
    return [id, station?.online, station?.since, station?.firmware, ...orders].join(' ');
  }
}
