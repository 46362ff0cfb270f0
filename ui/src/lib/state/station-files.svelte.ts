// What is kept of one charger's updates and logs, read when a screen opens and after the line was lost.

import type { LogsView } from '../host/generated/bridge';
import type { App } from './app.svelte';

export class StationUpdates {
  /** The core has answered. */
  known = $state(false);
  readonly list = $derived.by(() => this.app.firmware.updatesOf(this.station()));

  constructor(
    private readonly app: App,
    private readonly station: () => number,
  ) {
    $effect(() => {
      const station = this.station();
      if (this.app.link.is !== 'live') return;
      void this.app.attempt('updates', async () => {
        for (const update of await this.app.host.request('updates', { station })) this.app.firmware.update(update);
        this.known = true;
      });
    });
  }
}

export class StationLogs {
  /** How files travel, and for how long they are kept; `null` until the core has answered. */
  view = $state.raw<LogsView | null>(null);
  readonly list = $derived.by(() => this.app.firmware.logsOf(this.station()));

  constructor(
    private readonly app: App,
    private readonly station: () => number,
  ) {
    // Our address as the charger reaches us is known once it is connected.
    const online = $derived(this.app.site.station(this.station())?.online);
    $effect(() => {
      const station = this.station();
      void online;
      if (this.app.link.is !== 'live') return;
      let current = true;
      void this.app.attempt('logs', async () => {
        const view = await this.app.host.request('logs', { station });
        for (const log of view.requests) this.app.firmware.log(log);
        if (current) this.view = view;
      });
      return () => (current = false);
    });
  }
}
