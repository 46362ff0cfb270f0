// A charger that really fetches firmware, checks it, restarts with it, and really sends its log.

import { createHash } from 'node:crypto';

import { startCharger } from './charger.mjs';
import { until } from './support.mjs';

/** What a file installs: its first line. */
export function firmwareFile(version, bytes) {
  const content = Buffer.alloc(bytes, 'forecourt ');
  content.write(`${version}\n`);
  return { content, sha256: createHash('sha256').update(content).digest('hex') };
}

/** `spoils` = it cannot install anything. `pause` = milliseconds after each piece that it fetches. */
export async function startUpdatable({ ocpp, name, spoils = false, pause = 0, ...more }) {
  let charger = null;
  const fetched = [];
  const tell = (status) => charger.call('FirmwareStatusNotification', { status });

  async function update(location) {
    await tell('Downloading');
    const answer = await fetch(location);
    const hash = createHash('sha256');
    let first = null;
    let bytes = 0;
    for await (const piece of answer.body) {
      first ??= Buffer.from(piece).subarray(0, 40).toString().split('\n')[0];
      bytes += piece.length;
      hash.update(piece);
      if (pause) await new Promise((next) => setTimeout(next, pause));
    }
    fetched.push({ location, bytes, sha256: hash.digest('hex'), status: answer.status });
    await tell('Downloaded');
    await tell('Installing');
    if (spoils) return tell('InstallationFailed');
    const { boots } = charger.state;
    charger.state.firmware = first;
    charger.restart();
    await until('the charger is back', () => charger.state.boots > boots);
    return tell('Installed');
  }

  async function upload(location) {
    await charger.call('DiagnosticsStatusNotification', { status: 'Uploading' });
    const lines = Array.from(
      { length: 500 },
      (_, at) => `line ${at + 1} of ${name}${at === 441 ? ' ERROR relay' : ''}`,
    );
    const address = new URL(location);
    address.pathname = `${address.pathname.replace(/\/?$/, '/')}${name}.log`;
    const answer = await fetch(address, { method: 'PUT', body: lines.join('\n') });
    await charger.call('DiagnosticsStatusNotification', { status: answer.ok ? 'Uploaded' : 'UploadFailed' });
  }

  charger = await startCharger({
    ocpp,
    name,
    settings: { SupportedFileTransferProtocols: { value: 'HTTP,FTP', readonly: true } },
    ...more,
    answers: {
      UpdateFirmware({ location }) {
        setTimeout(() => void update(location).catch(() => tell('DownloadFailed')), 50);
        return {};
      },
      GetDiagnostics({ location }) {
        setTimeout(() => void upload(location), 50);
        return { fileName: `${name}.log` };
      },
    },
  });
  return { ...charger, fetched };
}
