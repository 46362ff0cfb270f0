// The whole program over a core in memory, for journeys that look at it as a person does.

import { cleanup, render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { afterEach, beforeEach, expect, vi } from 'vitest';

import App from './App.svelte';
import { MemoryHost } from './lib/host/memory';
import { demoSessions, demoSnapshot } from './lib/host/memory/demo';

/** The present of every journey: 14 October 2026, 13:32 in Greenwich. */
export const NOW = Date.UTC(2026, 9, 14, 13, 32);

class NoObserver {
  observe() {}
  disconnect() {}
  unobserve() {}
}

beforeEach(() => {
  vi.stubGlobal('ResizeObserver', NoObserver);
  vi.stubGlobal('IntersectionObserver', NoObserver);
  vi.stubGlobal('scrollTo', () => undefined);
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

/** A site with six bays, and what else `furnish` brings. */
export function site(furnish: (host: MemoryHost) => void = () => undefined): MemoryHost {
  const host = new MemoryHost(demoSnapshot(NOW), demoSessions(NOW));
  furnish(host);
  return host;
}

export async function open(host: MemoryHost, address: string) {
  location.hash = `#/${address}`;
  render(App, { props: { host } });
  await screen.findByRole('heading', { level: 1 });
  return userEvent.setup();
}

/** The fields of every request of this name, in order. */
export const asked = (host: MemoryHost, ask: string) =>
  host.asked.filter((one) => one.ask === ask).map((one) => one.fields);

/** Nothing on the page keeps anybody out, as far as axe can tell without colours. */
export async function noFindings() {
  const { violations } = await axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    rules: { 'color-contrast': { enabled: false } },
  });
  expect(violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
}
