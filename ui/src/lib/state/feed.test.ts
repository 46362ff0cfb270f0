import { describe, expect, it } from 'vitest';

import type { Event } from '../host/generated/bridge';
import { HostFault } from '../host/types';
import { MemoryHost } from '../host/memory';
import { demoSnapshot } from '../host/memory/demo';
import { Feed, type FeedState } from './feed';

const NOW = Date.UTC(2026, 9, 14, 13, 32);

function followed() {
  const host = new MemoryHost(demoSnapshot(NOW));
  const heard: number[] = [];
  const states: FeedState[] = [];
  let snapshots = 0;
  const waits: { milliseconds: number; run: () => void }[] = [];
  const feed = new Feed(
    host,
    { snapshot: () => (snapshots += 1), event: (event) => heard.push(event.seq), state: (state) => states.push(state) },
    (milliseconds, run) => {
      const wait = { milliseconds, run };
      waits.push(wait);
      return () => waits.splice(waits.indexOf(wait), 1);
    },
  );
  return { host, feed, heard, states, waits, snapshots: () => snapshots };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));
const event = (seq: number): Event => ({
  seq,
  at: NOW,
  change: { kind: 'today', view: { from: 0, energyWh: seq, energyLastWeekWh: null, sessions: 0, open: 0 } },
});

describe('feed', () => {
  it('applies events in order and is live', async () => {
    const { host, feed, heard, states } = followed();
    await feed.start();
    await settled();
    host.tellRaw(event(41));
    host.tellRaw(event(42));
    expect(heard).toEqual([41, 42]);
    expect(states.at(-1)).toEqual({ is: 'live' });
  });

  it('leaves out what the snapshot already holds', async () => {
    const { host, feed, heard } = followed();
    await feed.start();
    host.tellRaw(event(40));
    host.tellRaw(event(41));
    host.tellRaw(event(41));
    expect(heard).toEqual([41]);
  });

  it('takes a fresh snapshot when a number is missing', async () => {
    const { host, feed, heard, snapshots } = followed();
    await feed.start();
    host.tellRaw(event(43));
    await settled();
    expect(heard).toEqual([]);
    expect(snapshots()).toBe(2);
  });

  it('takes a fresh snapshot when the core says that events were missed', async () => {
    const { host, feed, snapshots } = followed();
    await feed.start();
    host.link('gap');
    await settled();
    expect(snapshots()).toBe(2);
  });

  it('pauses when the line breaks, waits longer each time and comes back', async () => {
    const { host, feed, states, waits } = followed();
    await feed.start();
    await settled();
    host.link('closed');
    expect(states.at(-1)).toEqual({ is: 'paused', since: NOW });
    host.faults.set('snapshot', new HostFault('unreachable'));
    const lengths: number[] = [];
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const wait = waits.pop();
      lengths.push(wait?.milliseconds ?? 0);
      wait?.run();
      await settled();
    }
    expect(lengths).toEqual([250, 500, 1000]);
    expect(states.filter((state) => state.is === 'paused')).toHaveLength(1);
    host.faults.clear();
    waits.pop()?.run();
    await settled();
    expect(states.at(-1)).toEqual({ is: 'live' });
  });

  it('asks for a sign-in and does not hammer meanwhile', async () => {
    const { host, feed, states, waits } = followed();
    host.faults.set('snapshot', new HostFault('notSignedIn'));
    await feed.start();
    expect(states).toEqual([{ is: 'locked' }]);
    expect(waits).toEqual([]);
  });
});
