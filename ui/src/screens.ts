// The table of screens: address, title, icon, component. One line a screen.

import type { Component } from 'svelte';

import Billing from './screens/billing/Billing.svelte';
import Charger from './screens/charger/Charger.svelte';
import Chargers from './screens/chargers/Chargers.svelte';
import Connect from './screens/connect/Connect.svelte';
import Library from './screens/firmware/Library.svelte';
import Messages from './screens/messages/Messages.svelte';
import Overview from './screens/overview/Overview.svelte';
import Sessions from './screens/sessions/Sessions.svelte';
import Settings from './screens/settings/Settings.svelte';
import type { Key } from './lib/text/text';

export interface Screen {
  /** The first part of the address. */
  at: string;
  title: Key;
  component: Component;
  /** Its place in the sidebar; screens without an icon are reached from another one, named in `under`. */
  icon?: string;
  under?: string;
  /** The second key after `g`. */
  shortcut?: string;
}

export const screens: readonly Screen[] = [
  { at: 'overview', title: 'nav.overview', component: Overview, icon: 'i-gauge', shortcut: 'o' },
  { at: 'chargers', title: 'nav.chargers', component: Chargers, icon: 'i-ev-charger', shortcut: 'c' },
  { at: 'charger', title: 'nav.charger', component: Charger, under: 'chargers' },
  { at: 'firmware', title: 'nav.firmware', component: Library, under: 'chargers' },
  { at: 'connect', title: 'nav.connect', component: Connect, under: 'chargers' },
  { at: 'sessions', title: 'nav.sessions', component: Sessions, icon: 'i-list', shortcut: 's' },
  { at: 'billing', title: 'nav.billing', component: Billing, icon: 'i-receipt-text', shortcut: 'b' },
  { at: 'cards', title: 'nav.billing', component: Billing, under: 'billing' },
  { at: 'messages', title: 'nav.messages', component: Messages, icon: 'i-arrow-left-right', shortcut: 'm' },
  { at: 'settings', title: 'nav.settings', component: Settings, icon: 'i-settings-2', shortcut: 't' },
];

export function screenAt(address: string): Screen {
  return screens.find((screen) => screen.at === address) ?? (screens[0] as Screen);
}
