import { describe, expect, it } from 'vitest';

import type { LogReason, LogState, UpdateReason, UpdateState, UpdateView } from '../host/generated/bridge';
import { MemoryHost } from '../host/memory';
import { demoSnapshot } from '../host/memory/demo';
import { logSays, logStateWords } from '../logfile/words';
import { Formats } from '../text/formats';
import { match } from './match';
import { remainingS, sampled, type Sample } from './pace';
import { rolloutSays } from './rollout';
import { stageOf, stages } from './stages';
import { tonight, usualChoice, whenOf } from './when';
import { stateWords, updateResult, updateSays } from './words';

const NOW = Date.UTC(2026, 9, 14, 13, 32);
const formats = new Formats('en-IE', 'Europe/Dublin');

const STATES = Object.keys({
  waiting: 0,
  asking: 0,
  agreed: 0,
  downloadScheduled: 0,
  downloading: 0,
  downloadPaused: 0,
  downloaded: 0,
  verified: 0,
  installScheduled: 0,
  installing: 0,
  rebooting: 0,
  installed: 0,
  failed: 0,
  cancelled: 0,
  stalled: 0,
} satisfies Record<UpdateState, 0>) as UpdateState[];
const REASONS = Object.keys({
  time: 0,
  busy: 0,
  away: 0,
  refused: 0,
  notSupported: 0,
  download: 0,
  install: 0,
  signature: 0,
  transport: 0,
  port: 0,
  file: 0,
  operator: 0,
  replaced: 0,
  silent: 0,
  gone: 0,
  sameVersion: 0,
} satisfies Record<UpdateReason, 0>) as UpdateReason[];
const LOG_STATES = Object.keys({
  asking: 0,
  agreed: 0,
  sending: 0,
  received: 0,
  nothing: 0,
  failed: 0,
  cancelled: 0,
  stalled: 0,
} satisfies Record<LogState, 0>) as LogState[];
const LOG_REASONS = Object.keys({
  away: 0,
  refused: 0,
  notSupported: 0,
  upload: 0,
  nothingArrived: 0,
  turnedAway: 0,
  transport: 0,
  port: 0,
  operator: 0,
  replaced: 0,
  silent: 0,
} satisfies Record<LogReason, 0>) as LogReason[];

function update(change: Partial<UpdateView> = {}): UpdateView {
  const host = new MemoryHost(demoSnapshot(NOW));
  host.firmware.add('kestrel-1.8.4.fw', 1000, { version: '1.8.4' });
  return host.firmware.begin(1, 1, change);
}

const whole = (text: string) => text !== '' && !/[{}]|^\w+\.\w+/.test(text);

describe('the words of an update', () => {
  it.each(STATES)('say in plain words what happened and what to do next: %s', (state) => {
    for (const reason of [null, ...REASONS]) {
      const says = updateSays(update({ state, reason }), formats, NOW);
      expect(whole(says.body), `${state} ${reason}: ${says.body}`).toBe(true);
      const ended = ['failed', 'cancelled', 'stalled'].includes(state);
      expect(whole(says.next), `${state} ${reason}: ${says.next}`).toBe(ended);
      expect(whole(stateWords(state, reason))).toBe(true);
    }
  });

  it('name the time that it took, and how far a download came', () => {
    const took = update({
      state: 'installed',
      overAt: NOW + 240_000,
      steps: [
        { at: NOW - 3_600_000, state: 'waiting', word: '' },
        { at: NOW, state: 'asking', word: '' },
      ],
    });
    expect(updateResult(took, formats)).toBe('Installed in 4 min');
    expect(updateResult(update({ state: 'failed', reason: 'download', served: 310 }), formats)).toBe(
      'Download stopped at 31%',
    );
  });
});

describe('the words of a log', () => {
  it.each(LOG_STATES)('say what happened and what to do next: %s', (state) => {
    for (const reason of [null, ...LOG_REASONS]) {
      const says = logSays({ state, reason, word: '', changedAt: NOW, received: 0 }, formats, NOW);
      expect(whole(says.body), `${state} ${reason}: ${says.body}`).toBe(true);
      const ended = ['failed', 'cancelled', 'stalled', 'nothing'].includes(state);
      expect(whole(says.next), `${state} ${reason}: ${says.next}`).toBe(ended);
      expect(whole(logStateWords(state, reason))).toBe(true);
    }
  });
});

describe('the stepper', () => {
  const looks = (one: UpdateView) => stages(one).map((stage) => stage.look);

  it('has one stage now, those before it done, those after it to come', () => {
    expect(looks(update({ state: 'waiting' }))).toEqual(['now', 'next', 'next', 'next', 'next']);
    expect(looks(update({ state: 'downloading' }))).toEqual(['done', 'now', 'next', 'next', 'next']);
    expect(looks(update({ state: 'rebooting' }))).toEqual(['done', 'done', 'done', 'now', 'next']);
    expect(looks(update({ state: 'installed' }))).toEqual(['done', 'done', 'done', 'done', 'done']);
  });

  it('shows where it ended: by the reason, else by what was last heard', () => {
    expect(looks(update({ state: 'failed', reason: 'download' }))).toEqual(['done', 'failed', 'next', 'next', 'next']);
    expect(looks(update({ state: 'failed', reason: 'refused' }))[0]).toBe('failed');
    const heard = [{ at: NOW, state: 'downloaded' as const, word: 'Downloaded' }];
    expect(stageOf(update({ state: 'stalled', reason: 'silent', steps: heard }))).toBe(2);
    expect(looks(update({ state: 'cancelled', reason: 'operator', steps: heard }))[2]).toBe('cancelled');
  });
});

describe('the remaining time', () => {
  const all = (...samples: Sample[]) => samples.reduce<Sample[]>(sampled, []);

  it('is told from two samples', () => {
    const samples = all({ at: NOW, bytes: 0 }, { at: NOW + 10_000, bytes: 1000 });
    expect(remainingS(samples, 5000, NOW + 10_000)).toBe(40);
    expect(remainingS(samples, 5000, NOW + 15_000)).toBe(35);
  });

  it('is not told from one sample, at a standstill, or when all is there', () => {
    expect(remainingS(all({ at: NOW, bytes: 10 }), 5000, NOW)).toBeNull();
    const two = all({ at: NOW, bytes: 0 }, { at: NOW + 10_000, bytes: 1000 });
    expect(remainingS(two, 5000, NOW + 60_000)).toBeNull();
    expect(remainingS(two, 1000, NOW + 10_000)).toBeNull();
  });

  it('forgets an old pace, and begins anew with a new download', () => {
    const slow = all({ at: NOW, bytes: 0 }, { at: NOW + 60_000, bytes: 100 });
    expect(remainingS(sampled(slow, { at: NOW + 61_000, bytes: 1100 }), 3100, NOW + 61_000)).toBe(2);
    expect(sampled(slow, { at: NOW + 61_000, bytes: 5 })).toEqual([{ at: NOW + 61_000, bytes: 5 }]);
  });
});

describe('when it begins', () => {
  const clock = (at: number) => `${formats.isoDay(at)} ${formats.clock(at)}`;

  it('is tonight at two by the site’s clock, unless chosen otherwise', () => {
    expect(clock(tonight(NOW, formats))).toBe('2026-10-15 02:00');
    expect(clock(tonight(Date.UTC(2026, 9, 14, 0, 30), formats))).toBe('2026-10-14 02:00');
    // The night in which clocks go back.
    expect(clock(tonight(Date.UTC(2026, 9, 24, 20), formats))).toBe('2026-10-25 02:00');
    const choice = usualChoice(NOW, formats);
    expect(choice.kind).toBe('tonight');
    expect(whenOf(choice, NOW, formats)).toEqual({ kind: 'at', at: tonight(NOW, formats), ifIdle: true });
  });

  it('is not in the past', () => {
    const at = { kind: 'at', day: '2026-10-14', time: '14:31', ifIdle: false } as const;
    expect(whenOf(at, NOW, formats)).toBeNull();
    expect(whenOf({ ...at, time: '' }, NOW, formats)).toBeNull();
    expect(whenOf({ ...at, time: '14:33' }, NOW, formats)).toEqual({ kind: 'at', at: NOW + 60_000, ifIdle: false });
  });
});

describe('whether a file is for a charger', () => {
  const charger = { vendor: 'Kestrel', model: 'AC22' };

  it('does not mind how the model is spelt, and says when it cannot tell', () => {
    expect(match({ vendor: 'KESTREL', model: 'ac-22' }, charger)).toBe('fits');
    expect(match({ vendor: 'Kestrel', model: 'AC22' }, { ...charger, model: 'AC22-2T2' })).toBe('fits');
    expect(match({ vendor: '', model: 'DC40' }, charger)).toBe('other');
    expect(match({ vendor: 'Norvolt', model: '' }, charger)).toBe('other');
    expect(match({ vendor: 'Kestrel', model: '' }, charger)).toBe('unknown');
    expect(match({ vendor: '', model: 'AC22' }, { vendor: '', model: '' })).toBe('unknown');
  });
});

describe('a rollout that stopped', () => {
  it('says where and why, and that the rest were not touched', () => {
    const host = new MemoryHost(demoSnapshot(NOW));
    const says = rolloutSays(
      {
        id: 1,
        file: 1,
        fileName: 'a.bin',
        toVersion: '2.0',
        state: 'stopped',
        chargers: [
          { station: 1, update: 1, state: 'installed' },
          { station: 2, update: 2, state: 'installed' },
          { station: 3, update: 3, state: 'failed' },
          { station: 4, update: null, state: null },
          { station: 5, update: null, state: null },
          { station: 6, update: null, state: null },
        ],
        stoppedAt: 3,
        askedAt: NOW,
        overAt: NOW,
      },
      host.snapshot.stations,
      [{ id: 3, state: 'failed', reason: 'install' }],
    );
    expect(says).toBe(
      'It stopped at Bay 3: “Could not be installed”. Two chargers have the new version. Three chargers were not touched.',
    );
  });
});
