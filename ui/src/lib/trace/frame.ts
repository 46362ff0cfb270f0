// Frames of OCPP as far as a person wants to see them: what is inside the envelope.

import type { TraceLineView } from '../host/generated/bridge';
import { elements } from './json';

export type Fields = Record<string, unknown>;

/** The error of an answer. */
export interface Refusal {
  code: string;
  says: string;
}

/** A message, taken out of its envelope. */
export interface Inside {
  /** As it was on the wire; the whole frame when that is an error or cannot be read. */
  raw: string;
  /** Its fields; empty when there are none. */
  fields: Fields;
  error: Refusal | null;
}

export const NOTHING: Inside = { raw: '', fields: {}, error: null };

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A field that is an object, or an empty one. */
export function part(fields: Fields, name: string): Fields {
  const value = fields[name];
  return isFields(value) ? value : {};
}

/** A field that is a list of objects; a single object counts as one, as some chargers have it. */
export function parts(fields: Fields, name: string): Fields[] {
  const value = fields[name];
  return (Array.isArray(value) ? value : [value]).filter(isFields);
}

/** A field as text; numbers are written out. */
export function word(fields: Fields, name: string): string {
  const value = fields[name];
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

/** A field as a number, also when it is written as text. */
export function figure(fields: Fields, name: string): number | null {
  const value = fields[name];
  const number =
    typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN;
  return Number.isFinite(number) ? number : null;
}

function read(raw: string): Fields {
  try {
    const value: unknown = JSON.parse(raw);
    return isFields(value) ? value : {};
  } catch {
    return {};
  }
}

/** What is in a frame, or in the facts of a connection. */
export function inside(text: string): Inside {
  const found = elements(text);
  if (!found) return { raw: text, fields: read(text), error: null };
  const kind = found[0]?.replaceAll('"', '');
  if (kind === '4') {
    const plain = (at: number) => {
      try {
        return String(JSON.parse(found[at] ?? '""'));
      } catch {
        return '';
      }
    };
    return { raw: text, fields: {}, error: { code: plain(2), says: plain(3) } };
  }
  const raw = kind === '2' ? found[3] : kind === '3' ? found[2] : text;
  return { raw: raw ?? text, fields: read(raw ?? ''), error: null };
}

/** Both sides of a line. */
export function sides(line: TraceLineView): { call: Inside; answer: Inside } {
  return { call: inside(line.call), answer: line.answer ? inside(line.answer.text) : NOTHING };
}

/** The limits of a charging profile in either version's form. */
export function limits(fields: Fields): (number | null)[] {
  const profile = 'csChargingProfiles' in fields ? part(fields, 'csChargingProfiles') : part(fields, 'chargingProfile');
  const periods = parts(profile, 'chargingSchedule').flatMap((schedule) => parts(schedule, 'chargingSchedulePeriod'));
  return periods.map((period) => figure(period, 'limit'));
}
