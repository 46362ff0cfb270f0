// Chooses the door, signs in when the address brings a token, and puts the program on the page.

import { mount } from 'svelte';

import App from './App.svelte';
import type { Host } from './lib/host/types';
import './lib/styles/index.css';

async function chooseHost(): Promise<Host> {
  if (import.meta.env.MODE === 'memory') {
    const { demoHost } = await import('./lib/host/memory/demo');
    return demoHost();
  }
  if ('__TAURI_INTERNALS__' in window) {
    const { TauriHost } = await import('./lib/host/tauri');
    return new TauriHost();
  }
  const { HttpHost } = await import('./lib/host/http');
  return new HttpHost();
}

/** Takes `#token=…` out of the address, so that it is neither seen nor kept in the history. */
function tokenInAddress(): string | null {
  const match = /^#token=(.+)$/.exec(location.hash);
  if (!match?.[1]) return null;
  history.replaceState(null, '', location.pathname + location.search);
  return decodeURIComponent(match[1]);
}

const token = tokenInAddress();
const host = await chooseHost();
// A token that is wrong shows the sign-in screen, which says so.
if (token !== null && host.capabilities.signIn) await host.signIn(token).catch(() => undefined);
mount(App, { target: document.body, props: { host } });
