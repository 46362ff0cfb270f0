// All state objects of one window, made once at the root and handed down by context.

import { createContext } from 'svelte';

import { attention, isUrgent } from '../charger/attention';
import { latest } from '../firmware/latest';
import type { SettingsView } from '../host/generated/bridge';
import { asFault, type Host, type HostFault } from '../host/types';
import { faultWords } from '../faults';
import { Formats } from '../text/formats';
import { t } from '../text/text';
import { Books } from './books.svelte';
import { Clock } from './clock.svelte';
import { Firmware } from './firmware.svelte';
import { Feed, onTimers, type FeedState, type Later } from './feed';
import { Orders } from './orders.svelte';
import { Route } from './route.svelte';
import { Site } from './site.svelte';
import { ThemeState } from './theme.svelte';
import { Toasts } from './toasts.svelte';

export class App {
  readonly site = new Site();
  readonly toasts = new Toasts();
  readonly theme = new ThemeState();
  readonly route = new Route();
  readonly clock: Clock;
  readonly orders: Orders;
  readonly firmware: Firmware;
  readonly books: Books;
  link = $state.raw<FeedState>({ is: 'waiting' });
  /** The shortcuts' list is open. */
  helpOpen = $state(false);
  readonly formats = $derived(new Formats(this.site.settings.locale, this.site.settings.zone));
  /** Why nothing can be ordered now; null when all is well. */
  readonly halted = $derived(this.link.is === 'live' ? null : t('halted'));
  readonly needs = $derived.by(() => {
    const { stations, tokens, orders } = this.site;
    const updates = latest(this.firmware.files, this.firmware.updates);
    return attention(stations, tokens, orders, this.clock.now, this.formats, updates, this.books);
  });
  readonly urgent = $derived(this.needs.filter(isUrgent).length);
  readonly #feed: Feed;

  constructor(
    readonly host: Host,
    later: Later = onTimers,
  ) {
    this.clock = new Clock(host);
    this.orders = new Orders(host, this.site, this.toasts);
    this.firmware = new Firmware(host, this.clock);
    this.books = new Books(host);
    this.site.driverName = (driver) => this.books.driver(driver)?.name;
    this.#feed = new Feed(
      host,
      {
        snapshot: (snapshot) => {
          this.clock.set(snapshot.now);
          this.site.begin(snapshot);
          void this.firmware.begin();
          this.books.begin(snapshot.books);
          for (const order of snapshot.orders) this.orders.heard(order);
        },
        event: (event) => {
          this.site.apply(event.change);
          this.firmware.apply(event.change);
          this.books.apply(event.change);
          if (event.change.kind === 'order') this.orders.heard(event.change.view);
        },
        state: (state) => (this.link = state),
      },
      later,
    );
  }

  /** Follows the core until the returned function is called. */
  start(): () => void {
    const ends = [this.clock.start(), this.theme.follow(), this.route.follow()];
    this.theme.write();
    void this.#feed.start();
    return () => {
      this.#feed.stop();
      for (const end of ends) end();
    };
  }

  /** Tries again at once. */
  retry(): void {
    void this.#feed.start();
  }

  async signIn(token: string): Promise<void> {
    await this.host.signIn(token);
    await this.#feed.start();
  }

  /** Runs something the person asked for; a refusal becomes a notice. True when it was done. */
  async attempt(key: string, work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (thrown) {
      this.refused(key, asFault(thrown));
      return false;
    }
  }

  /** Changes some of the site's settings, and says so; whether it was done. */
  saveSettings(change: Partial<SettingsView>): Promise<boolean> {
    return this.attempt('settings', async () => {
      const settings = { ...this.site.settings, ...change };
      const saved = await this.host.request('saveSettings', { settings });
      this.site.apply({ kind: 'settings', view: saved });
      this.toasts.show('settings', 'good', t('settings.saved'));
    });
  }

  refused(key: string, fault: HostFault): void {
    if (fault.code === 'notSignedIn') this.link = { is: 'locked' };
    this.toasts.show(key, 'bad', faultWords(fault));
  }
}

export const [getApp, setApp] = createContext<App>();
