import { beforeEach, describe, expect, it } from 'vitest';

import { MemoryHost } from '../host/memory';
import { demoSnapshot } from '../host/memory/demo';
import { HostFault } from '../host/types';
import { App } from './app.svelte';

const NOW = Date.UTC(2026, 9, 14, 13, 32);
const STOP = { do: 'stop', session: 1187 } as const;
const settled = () => new Promise((resolve) => setTimeout(resolve));

let host: MemoryHost;
let app: App;

beforeEach(async () => {
  host = new MemoryHost(demoSnapshot(NOW));
  app = new App(host);
  app.start();
  await settled();
});

const notice = () => app.toasts.list.at(-1);

describe('orders', () => {
  it('goes from asked over sent and accepted to seen to take effect, with one notice for all', async () => {
    await app.orders.ask(2, STOP);
    expect(app.orders.busy(2, STOP)).toBe(true);
    expect(notice()).toMatchObject({ mood: 'busy', text: 'Asked Bay 2 to stop, waiting for its answer' });
    const id = app.site.orders[0]?.id ?? 0;
    host.moveOrder(id, 'accepted', 'Accepted');
    expect(notice()?.text).toBe('Bay 2 agreed to stop, waiting for it to happen');
    expect(app.orders.busy(2, STOP)).toBe(true);
    host.moveOrder(id, 'tookEffect', 'Accepted');
    expect(notice()).toMatchObject({ mood: 'good', text: 'Bay 2 stopped' });
    expect(app.orders.busy(2, STOP)).toBe(false);
    expect(app.toasts.list).toHaveLength(1);
  });

  it('says the charger’s own word when it refuses', async () => {
    await app.orders.ask(2, { do: 'unlock', evse: 1, connector: 1 });
    host.moveOrder(app.site.orders[0]?.id ?? 0, 'refused', 'UnlockFailed');
    expect(notice()).toMatchObject({ mood: 'bad', text: 'Bay 2 refused to unlock the cable: UnlockFailed' });
  });

  it.each([
    ['noAnswer', 'No answer from Bay 3. It may still start'],
    ['notPluggedIn', 'Bay 3 agreed to start, but nobody plugged in'],
    ['notConnected', 'Bay 3 is not connected, so it was not asked to start'],
  ])('says why a start timed out: %s', async (detail, words) => {
    await app.orders.ask(3, { do: 'start', evse: 1, connector: 1, token: null, profile: null });
    host.moveOrder(app.site.orders[0]?.id ?? 0, 'timedOut', detail);
    expect(notice()).toMatchObject({ mood: 'bad', text: words });
  });

  it('does not ask twice while one is on its way', async () => {
    await app.orders.ask(2, STOP);
    await app.orders.ask(2, STOP);
    expect(host.asked.filter((request) => request.ask === 'order')).toHaveLength(1);
  });

  it('unlocks only after the stop was seen to take effect', async () => {
    await app.orders.stopThenUnlock(2, 1187, 1, 1);
    const commands = () => host.snapshot.orders.map((order) => order.command.do);
    expect(commands()[0]).toBe('stop');
    host.moveOrder(app.site.orders[0]?.id ?? 0, 'accepted', 'Accepted');
    expect(commands()[0]).toBe('stop');
    host.moveOrder(app.site.orders[0]?.id ?? 0, 'tookEffect', 'Accepted');
    expect(commands()[0]).toBe('unlock');
  });

  it('does not unlock when the charger refuses to stop', async () => {
    await app.orders.stopThenUnlock(2, 1187, 1, 1);
    host.moveOrder(app.site.orders[0]?.id ?? 0, 'refused', 'Rejected');
    expect(host.snapshot.orders[0]?.command.do).toBe('stop');
  });

  it('shows why the core did not take it', async () => {
    host.faults.set('order', new HostFault('notConnected', { bay: '6' }));
    await app.orders.ask(6, { do: 'restart', now: false });
    expect(notice()).toMatchObject({ mood: 'bad', text: 'The charger is not connected, so it was not asked.' });
    expect(app.orders.busy(6, { do: 'restart', now: false })).toBe(false);
  });

  it('keeps a scheduled order in sight until it is done', async () => {
    await app.orders.ask(2, { do: 'restart', now: false });
    const id = app.site.orders[0]?.id ?? 0;
    host.moveOrder(id, 'scheduled', 'Scheduled');
    expect(app.orders.scheduled(2)?.id).toBe(id);
    expect(notice()?.text).toBe('Bay 2 will restart when the running charge ends');
    host.moveOrder(id, 'tookEffect', 'Scheduled');
    expect(app.orders.scheduled(2)).toBeNull();
    expect(notice()?.text).toBe('Bay 2 has restarted');
  });

  it('stays quiet about orders that were given elsewhere', () => {
    host.tell({
      kind: 'order',
      view: {
        id: 99,
        station: 1,
        command: STOP,
        state: 'refused',
        finding: null,
        detail: 'Rejected',
        askedAt: NOW,
        changedAt: NOW,
        by: 'window',
      },
    });
    expect(app.toasts.list).toEqual([]);
  });
});
