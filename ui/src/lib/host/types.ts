// The whole surface to the outside: what a screen may ask, what it is told, what it may save.

import type { Answers, Event, Fault, FaultCode, FirmwareFileView, Request } from './generated/bridge';

export type Ask = Request['ask'];
/** The fields of the request of one name, without its name. */
export type Fields<K extends Ask> = Omit<Extract<Request, { ask: K }>, 'ask'>;
/** Fields may be left out when there are none. */
export type FieldsOf<K extends Ask> = keyof Fields<K> extends never ? [] : [fields: Fields<K>];

/** How the line to the core stands. `gap` = events were missed, take a snapshot. */
export type LinkState = 'open' | 'closed' | 'gap';
export type CsvFlavour = 'machine' | 'spreadsheet';
/** What shall be in a file; what is `null` is left out. */
export type FileQuery = Readonly<Record<string, string | number | boolean | null>>;
/** What of the trace of all messages shall be saved. */
export interface TraceWanted {
  from: number | null;
  to: number | null;
  station: number | null;
  /** Of id tokens, keep the last four characters only. */
  mask: boolean;
}
/** What of a charger shall go into a support bundle. */
export interface SupportWanted {
  station: number;
  /** Messages seen at or after, milliseconds since the Unix epoch. */
  from: number;
  /** Messages seen before. */
  to: number;
  /** Logs exactly as the charger sent them. */
  raw: boolean;
}
/** A file of a session's evidence: its signed values as XML, or its messages as they came. */
export type EvidenceFile = 'values' | 'frames';
export type SaveResult = { saved: string | null } | { cancelled: true };

export interface Capabilities {
  /** A person has to sign in, so the program can show a sign-in screen. */
  readonly signIn: boolean;
  /** Saving asks for a place; otherwise the browser downloads. */
  readonly saveDialog: boolean;
}

export interface Host {
  readonly capabilities: Capabilities;
  /** Milliseconds since the Unix epoch by this computer's clock. The only clock of the interface. */
  now(): number;
  /** Asks; a refusal throws {@link HostFault}. */
  request<K extends Ask>(ask: K, ...fields: FieldsOf<K>): Promise<Answers[K]>;
  /** Events numbered above `since`. The returned function ends it at once, even before it began. */
  subscribe(since: number, onEvent: (event: Event) => void, onState: (state: LinkState) => void): () => void;
  /** Saves a file that the core makes, such as `sessions.xlsx`, `statement.pdf` or `people.csv`. */
  saveFile(name: string, query: FileQuery): Promise<SaveResult>;
  /** Where a file can be looked at in a tab of its own; `null` where there are no tabs. */
  fileAddress(name: string, query: FileQuery): string | null;
  /** Saves the trace of all messages as JSON lines. */
  exportTrace(wanted: TraceWanted): Promise<SaveResult>;
  /** Adds a file to the library of firmware; `onProgress` is told how many of its bytes were read in. */
  addFirmware(file: File, onProgress: (sent: number) => void): Promise<FirmwareFileView>;
  /** Saves a file that a charger sent; `name` is what it is called. */
  saveReceived(file: number, name: string): Promise<SaveResult>;
  /** Saves a support bundle: a zip for the maker of a charger. */
  exportSupport(wanted: SupportWanted): Promise<SaveResult>;
  /** Saves a file of a session's evidence. */
  exportEvidence(file: EvidenceFile, session: number): Promise<SaveResult>;
  /** Signs in with the operator token; only where `capabilities.signIn`. */
  signIn(token: string): Promise<void>;
  /** Puts text on the clipboard; false when the system does not allow it. */
  copy(text: string): Promise<boolean>;
}

/** Codes that the core cannot give because it was not reached. */
export type HostCode = FaultCode | 'unreachable';

/** The one error class of the seam: a closed code and the facts of its sentence. */
export class HostFault extends Error {
  readonly code: HostCode;
  readonly params: Readonly<Record<string, string>>;

  constructor(code: HostCode, params: Readonly<Record<string, string>> = {}) {
    super(code);
    this.name = 'HostFault';
    this.code = code;
    this.params = params;
  }
}

/** Whatever was thrown, as a fault. */
export function asFault(thrown: unknown): HostFault {
  if (thrown instanceof HostFault) return thrown;
  if (isFault(thrown)) return new HostFault(thrown.code, thrown.params);
  return new HostFault('internal', { reason: thrown instanceof Error ? thrown.message : String(thrown) });
}

export function isFault(value: unknown): value is Fault {
  return typeof value === 'object' && value !== null && typeof (value as Fault).code === 'string';
}

/** What stands on the events' line: an event, or the word that some were missed. */
export type Told = Event | { gap: true };

export function isGap(told: Told): told is { gap: true } {
  return 'gap' in told;
}

/** A file's query as parameters of an address. */
export function fileParams(query: FileQuery): URLSearchParams {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== null && value !== '') params.set(key, String(value));
  }
  return params;
}

/** Writes text to the clipboard, with the old way for pages that are not served over TLS. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    area.className = 'vh';
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
  }
}
