// Lines for tests.

import type { TraceLineView } from '../host/generated/bridge';

export const NOON = Date.UTC(2026, 9, 14, 12);

export function line(number: number, more: Partial<TraceLineView> = {}): TraceLineView {
  return {
    number,
    at: NOON + number,
    station: 1,
    direction: 'fromCharger',
    verdict: 'fine',
    action: 'Heartbeat',
    call: `[2,"${number}","Heartbeat",{}]`,
    answer: { at: NOON + number + 3, text: `[3,"${number}",{}]` },
    cut: false,
    ...more,
  };
}

/** A message of a charger and what it was answered. */
export function told(action: string, fields: object, answer: object = {}, more: Partial<TraceLineView> = {}) {
  const call = JSON.stringify([2, 'x', action, fields]);
  return line(1, { action, call, answer: { at: NOON + 7, text: JSON.stringify([3, 'x', answer]) }, ...more });
}

/** An order and what the charger answered. */
export function asked(action: string, fields: object, answer: object = {}, more: Partial<TraceLineView> = {}) {
  return told(action, fields, answer, { direction: 'toCharger', ...more });
}

export function connection(action: string, facts: object, more: Partial<TraceLineView> = {}) {
  return line(1, { direction: 'connection', action, call: JSON.stringify(facts), answer: null, ...more });
}
