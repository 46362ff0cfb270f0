// Believable firmware, updates, a stopped rollout and received logs.

import type { LogRequestView, UpdateView } from '../generated/bridge';
import type { MemoryHost } from '../memory';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** One update half way at bay 2, two earlier ones, one that failed at bay 3, logs at bay 2. */
export function demoFirmware(host: MemoryHost): void {
  const now = host.now();
  const { firmware } = host;
  const vendor = 'Norvolt';
  const model = 'DC40';
  firmware.add('kestrel-ac22-1.8.4.fw', 6_400_000, {
    vendor: 'Kestrel',
    model: 'AC22',
    version: '1.8.4',
    addedAt: now - 6 * DAY,
    notes: 'Fixes the display that stays dark after a power cut.',
  });
  firmware.add('update.bin', 2_120_000, { addedAt: now - 3 * DAY });
  firmware.add('norvolt-dc40-2.4.0.bin', 18_300_000, { vendor, model, version: '2.4.0', addedAt: now - HOUR });
  const over = (station: number, file: number, at: number, change: Partial<UpdateView>) =>
    firmware.begin(station, file, { askedAt: at, changedAt: at, overAt: at, canCancel: false, ...change });
  const march = Date.UTC(new Date(now).getUTCFullYear(), 2, 3, 2, 6);
  const before = { fromVersion: '2.2.9', toVersion: '2.3.1', fileName: 'norvolt-dc40-2.3.1.bin' };
  over(2, 3, march - DAY, {
    ...before,
    state: 'failed',
    reason: 'download',
    word: 'DownloadFailed',
    served: 5_673_000,
  });
  over(2, 3, march, {
    ...before,
    state: 'installed',
    served: 18_300_000,
    steps: [{ at: march - 4 * MINUTE, state: 'asking', word: '' }],
  });
  const stopped = over(3, 1, now - 2 * HOUR, {
    state: 'failed',
    reason: 'install',
    word: 'InstallationFailed',
    toVersion: '1.8.4',
    served: 6_400_000,
    rollout: 1,
    scheme: 'http',
    address: 'http://192.168.1.20:9311/',
    steps: [
      { at: now - 2 * HOUR - 9 * MINUTE, state: 'asking', word: '' },
      { at: now - 2 * HOUR - 8 * MINUTE, state: 'downloading', word: 'Downloading' },
      { at: now - 2 * HOUR - 4 * MINUTE, state: 'downloaded', word: 'Downloaded' },
      { at: now - 2 * HOUR - 3 * MINUTE, state: 'installing', word: 'Installing' },
      { at: now - 2 * HOUR, state: 'failed', word: 'InstallationFailed' },
    ],
  });
  const first = over(1, 1, now - 5 * HOUR, { state: 'installed', toVersion: '1.8.4', served: 6_400_000, rollout: 1 });
  firmware.rollouts = [
    {
      id: 1,
      file: 1,
      fileName: 'kestrel-ac22-1.8.4.fw',
      toVersion: '1.8.4',
      state: 'stopped',
      chargers: [
        { station: 1, update: first.id, state: 'installed' },
        { station: 3, update: stopped.id, state: 'failed' },
        { station: 4, update: null, state: null },
        { station: 5, update: null, state: null },
      ],
      stoppedAt: 3,
      askedAt: now - 6 * HOUR,
      overAt: now - 2 * HOUR,
    },
  ];
  firmware.begin(2, 3, {
    when: { kind: 'idle' },
    state: 'downloading',
    word: 'Downloading',
    served: 11_300_000,
    scheme: 'http',
    address: 'http://192.168.1.20:9311/',
    askedAt: now - 2 * MINUTE,
    steps: [
      { at: now - 2 * MINUTE, state: 'waiting', word: '' },
      { at: now - 90_000, state: 'asking', word: '' },
      { at: now - 88_000, state: 'agreed', word: '' },
      { at: now - 80_000, state: 'downloading', word: 'Downloading' },
    ],
  });
  firmware.path = {
    ...firmware.path,
    offered: ['HTTP', 'FTP'],
    firewall: ['sudo ufw allow proto tcp from any to any port 9311,9321:9329'],
  };
  demoLogs(host, now);
}

function demoLogs({ firmware }: MemoryHost, now: number): void {
  const log = (id: number, at: number, name: string, size: number): LogRequestView => ({
    id,
    station: 2,
    kind: 'diagnostics',
    from: at - 2 * DAY,
    to: at,
    state: 'received',
    reason: null,
    word: 'Uploaded',
    received: size,
    announced: name,
    files: [{ id, name, size, at, deleted: false }],
    scheme: 'http',
    askedAt: at,
    changedAt: at,
    overAt: at,
  });
  firmware.logs = [
    log(2, now - 2 * DAY, 'NV4-22-01877_1012.zip', 1_400_000),
    log(1, now - 14 * DAY, 'NV4-22-01877_0930.log', 900_000),
  ];
  firmware.looks.set('2', {
    kind: 'archive',
    entries: [
      { name: 'system/boot.log', size: 48_200, index: 0 },
      { name: 'system/ocpp.log', size: 1_240_000, index: 1 },
      { name: 'relay.bin', size: 4096, index: 2 },
    ],
    more: false,
  });
  const text = {
    kind: 'text' as const,
    lines: Array.from({ length: 60 }, (_, at) =>
      at % 13 === 7
        ? `2026-10-12T04:31:${String(at).padStart(2, '0')}Z ERROR eth0: link down`
        : `2026-10-12T04:31:${String(at).padStart(2, '0')}Z INFO  ocpp: Heartbeat answered in ${20 + at} ms`,
    ),
    more: true,
  };
  firmware.looks.set('2/0', text);
  firmware.looks.set('2/1', text);
  firmware.looks.set('1', text);
}
