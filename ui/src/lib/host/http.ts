// The core over HTTP and WebSocket, for a browser on this computer or on the network.

import type { Answers, Event, FirmwareFileView } from './generated/bridge';
import {
  asFault,
  copyText,
  HostFault,
  isFault,
  isGap,
  type Ask,
  fileParams,
  type EvidenceFile,
  type FieldsOf,
  type FileQuery,
  type Host,
  type LinkState,
  type SaveResult,
  type Told,
  type SupportWanted,
  type TraceWanted,
} from './types';

/** The address of a door's path, whatever folder the page is served from. */
function address(path: string): URL {
  return new URL(path, new URL('.', document.baseURI));
}

async function post(path: string, body: unknown): Promise<Response> {
  try {
    return await fetch(address(path), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      credentials: 'same-origin',
      body: JSON.stringify(body),
    });
  } catch {
    throw new HostFault('unreachable');
  }
}

async function refusal(response: Response): Promise<HostFault> {
  const body: unknown = await response.json().catch(() => null);
  if (isFault(body)) return new HostFault(body.code, body.params);
  return response.status === 401
    ? new HostFault('notSignedIn')
    : new HostFault('internal', { reason: `status ${response.status}` });
}

/** The address of a file that the core makes. */
export function exportPath(name: string, query: FileQuery): string {
  return `api/export/${name}?${fileParams(query)}`;
}

/** The address of the trace as a file. */
export function tracePath(wanted: TraceWanted): string {
  const params = new URLSearchParams();
  if (wanted.from !== null) params.set('from', String(wanted.from));
  if (wanted.to !== null) params.set('to', String(wanted.to));
  if (wanted.station !== null) params.set('station', String(wanted.station));
  params.set('mask', String(wanted.mask));
  return `api/export/trace.jsonl?${params}`;
}

/** A file as the body of a PUT. Only this kind of request tells how much of it has left. */
function put<T>(path: string, file: File, onProgress: (sent: number) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('PUT', address(path));
    request.upload.onprogress = (event) => onProgress(event.loaded);
    request.onerror = request.onabort = () => reject(new HostFault('unreachable'));
    request.onload = () => {
      const { status, responseText } = request;
      if (status === 401) return reject(new HostFault('notSignedIn'));
      try {
        const body: unknown = JSON.parse(responseText);
        if (status >= 200 && status < 300) resolve(body as T);
        else reject(asFault(body));
      } catch {
        reject(new HostFault('internal', { reason: `status ${status}` }));
      }
    };
    request.send(file);
  });
}

export function supportPath(wanted: SupportWanted): string {
  const { station, from, to, raw } = wanted;
  const params = new URLSearchParams({
    station: String(station),
    from: String(from),
    to: String(to),
    raw: String(raw),
  });
  return `api/export/support.zip?${params}`;
}

/** The address of a file of a session's evidence. */
export function evidencePath(file: EvidenceFile, session: number): string {
  return `api/export/${file === 'values' ? 'evidence.xml' : 'frames.jsonl'}?session=${session}`;
}

function download(path: string, name = ''): SaveResult {
  const link = document.createElement('a');
  link.href = address(path).href;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  return { saved: null };
}

export class HttpHost implements Host {
  readonly capabilities = { signIn: true, saveDialog: false };

  now(): number {
    return Date.now();
  }

  async request<K extends Ask>(ask: K, ...fields: FieldsOf<K>): Promise<Answers[K]> {
    const response = await post('api', { ask, ...fields[0] });
    if (!response.ok) throw await refusal(response);
    return (await response.json()) as Answers[K];
  }

  subscribe(since: number, onEvent: (event: Event) => void, onState: (state: LinkState) => void): () => void {
    const url = address(`api/events?since=${since}`);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(url);
    let ended = false;
    const tell = (state: LinkState) => {
      if (!ended) onState(state);
    };
    socket.onopen = () => tell('open');
    socket.onclose = () => tell('closed');
    socket.onmessage = (message: MessageEvent<string>) => {
      if (ended) return;
      const told = JSON.parse(message.data) as Told;
      if (isGap(told)) tell('gap');
      else onEvent(told);
    };
    return () => {
      ended = true;
      socket.close();
    };
  }

  async saveFile(name: string, query: FileQuery): Promise<SaveResult> {
    return download(exportPath(name, query));
  }

  fileAddress(name: string, query: FileQuery): string {
    return address(exportPath(name, { ...query, inline: true })).href;
  }

  async exportTrace(wanted: TraceWanted): Promise<SaveResult> {
    return download(tracePath(wanted));
  }

  addFirmware(file: File, onProgress: (sent: number) => void): Promise<FirmwareFileView> {
    return put(`api/firmware/${encodeURIComponent(file.name)}`, file, onProgress);
  }

  async saveReceived(file: number, name: string): Promise<SaveResult> {
    return download(`api/received/${file}`, name);
  }

  async exportSupport(wanted: SupportWanted): Promise<SaveResult> {
    return download(supportPath(wanted));
  }

  async exportEvidence(file: EvidenceFile, session: number): Promise<SaveResult> {
    return download(evidencePath(file, session));
  }

  async signIn(token: string): Promise<void> {
    const response = await post('api/sign-in', { token });
    if (!response.ok) throw await refusal(response);
  }

  copy(text: string): Promise<boolean> {
    return copyText(text);
  }
}
