// The core inside the same window's program. The only file that talks to the window.

import { Channel, invoke } from '@tauri-apps/api/core';

import type { Answers, Event, FirmwareFileView } from './generated/bridge';
import {
  asFault,
  copyText,
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

async function call<T>(command: string, args: Record<string, unknown>): Promise<T> {
  try {
    return await invoke<T>(command, args);
  } catch (thrown) {
    throw asFault(thrown);
  }
}

/** A file crosses to the program in pieces of 1 MiB, so that neither side holds all of it. */
const PIECE = 1024 * 1024;

export class TauriHost implements Host {
  readonly capabilities = { signIn: false, saveDialog: true };

  now(): number {
    return Date.now();
  }

  request<K extends Ask>(ask: K, ...fields: FieldsOf<K>): Promise<Answers[K]> {
    return call<Answers[K]>('rpc', { request: { ask, ...fields[0] } });
  }

  subscribe(since: number, onEvent: (event: Event) => void, onState: (state: LinkState) => void): () => void {
    let ended = false;
    let id: number | null = null;
    const leave = (number: number) => void call('unsubscribe', { id: number }).catch(() => undefined);
    const channel = new Channel<Told>();
    channel.onmessage = (told) => {
      if (ended) return;
      if (isGap(told)) onState('gap');
      else onEvent(told);
    };
    call<number>('events', { since, channel }).then(
      (number) => {
        id = number;
        if (ended) leave(number);
        else onState('open');
      },
      () => {
        if (!ended) onState('closed');
      },
    );
    return () => {
      ended = true;
      if (id !== null) leave(id);
    };
  }

  saveFile(name: string, query: FileQuery): Promise<SaveResult> {
    return call<SaveResult>('export_file', { name, query: Object.fromEntries(fileParams(query)) });
  }

  fileAddress(): null {
    return null;
  }

  exportTrace(wanted: TraceWanted): Promise<SaveResult> {
    return call<SaveResult>('export_trace', { wanted });
  }

  async addFirmware(file: File, onProgress: (sent: number) => void): Promise<FirmwareFileView> {
    const upload = await call<number>('firmware_begin', { name: file.name, size: file.size });
    try {
      for (let sent = 0; sent < file.size; sent += PIECE) {
        const piece = new Uint8Array(await file.slice(sent, sent + PIECE).arrayBuffer());
        await invoke('firmware_piece', piece, { headers: { upload: String(upload) } });
        onProgress(sent + piece.length);
      }
    } catch (thrown) {
      await call('firmware_drop', { upload }).catch(() => undefined);
      throw asFault(thrown);
    }
    return call<FirmwareFileView>('firmware_end', { upload });
  }

  saveReceived(file: number): Promise<SaveResult> {
    return call<SaveResult>('save_received', { file });
  }

  exportSupport(wanted: SupportWanted): Promise<SaveResult> {
    return call<SaveResult>('export_support', { wanted });
  }

  exportEvidence(file: EvidenceFile, session: number): Promise<SaveResult> {
    return call<SaveResult>('export_evidence', { file, session });
  }

  signIn(): Promise<void> {
    return Promise.resolve();
  }

  copy(text: string): Promise<boolean> {
    return copyText(text);
  }
}
