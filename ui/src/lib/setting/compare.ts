// What differs between two sets of settings, what may be copied, and what may be undone.

import type { ConfigurationEntry, OrderView, SettingView } from '../host/generated/bridge';
import { isMasked, isSecret, rank } from './keys';
import { sameValue } from './value';

export type DifferenceKind = 'same' | 'changed' | 'onlyLeft' | 'onlyRight' | 'secret';

/** One setting of two sets. */
export interface Difference {
  key: string;
  kind: DifferenceKind;
  left: SettingView | null;
  right: SettingView | null;
}

function byRank<T extends { key: string }>(a: T, b: T): number {
  return rank(a.key) - rank(b.key) || a.key.localeCompare(b.key, 'en');
}

/** Settings in the order of the screen: standard ones as ranked, makers' own by name. */
export function inOrder<T extends { key: string }>(list: readonly T[]): T[] {
  return list.toSorted(byRank);
}

/** Every setting of either set. Capitals of a name do not count. */
export function differences(left: readonly SettingView[], right: readonly SettingView[]): Difference[] {
  const others = new Map(right.map((setting) => [setting.key.toLowerCase(), setting]));
  const all: Difference[] = left.map((mine) => {
    const other = others.get(mine.key.toLowerCase()) ?? null;
    others.delete(mine.key.toLowerCase());
    return { key: mine.key, kind: kindOf(mine, other), left: mine, right: other };
  });
  for (const other of others.values()) all.push({ key: other.key, kind: 'onlyRight', left: null, right: other });
  return inOrder(all);
}

function kindOf(left: SettingView, right: SettingView | null): DifferenceKind {
  if (right === null) return 'onlyLeft';
  if (isSecret(left.key)) return 'secret';
  return sameValue(left.key, left.value, right.value) ? 'same' : 'changed';
}

/** Why a setting is not copied. */
export type LeftOut = 'same' | 'secret' | 'readOnly' | 'unknownHere' | 'untold' | 'own';

/** Settings that belong to one charger alone: its connectors' wiring, its way in. */
const OWN = ['connectorphaserotation', 'securityprofile'];

export interface CopyPlan {
  /** What the charger is going to be told. */
  change: { key: string; from: string | null; to: string }[];
  /** What is left out, and why. Settings that are the same already are not listed. */
  leave: { key: string; why: Exclude<LeftOut, 'same'> }[];
}

/** What to tell `target` so that it has the settings of `source`. */
export function copyPlan(source: readonly SettingView[], target: readonly SettingView[]): CopyPlan {
  const plan: CopyPlan = { change: [], leave: [] };
  for (const { key, left: from, right: here } of differences(source, target)) {
    if (from === null) continue;
    const why = leftOut(from, here);
    if (why === null && from.value !== null) {
      plan.change.push({ key: here?.key ?? key, from: here?.value ?? null, to: from.value });
    } else if (why !== null && why !== 'same') plan.leave.push({ key, why });
  }
  return plan;
}

function leftOut(from: SettingView, here: SettingView | null): LeftOut | null {
  if (isSecret(from.key) || isMasked(from.value)) return 'secret';
  if (here === null) return 'unknownHere';
  if (sameValue(from.key, from.value, here.value)) return 'same';
  if (here.readOnly) return 'readOnly';
  if (OWN.includes(from.key.toLowerCase())) return 'own';
  return from.value === null ? 'untold' : null;
}

/** A change of ours that may be taken back. */
export interface Undoable {
  key: string;
  now: string | null;
  to: string;
  /** When it was asked; `null` when that is too long ago to be known. */
  at: number | null;
  /** It belongs to what was changed last: one setting, or several at once. */
  last: boolean;
}

/** Changes that follow each other closer than this were made together: a copy sends one after the other. */
const TOGETHER_MS = 3000;

/** What was changed here and has not been changed back, newest first. */
export function undoable(entries: readonly ConfigurationEntry[], orders: readonly OrderView[]): Undoable[] {
  const asked = new Map<string, number>();
  for (const { command, state, askedAt } of orders) {
    if (command.do !== 'changeSetting' || (state !== 'tookEffect' && state !== 'scheduled')) continue;
    const key = command.key.toLowerCase();
    asked.set(key, Math.max(asked.get(key) ?? 0, askedAt));
  }
  const last = sinceWhen([...asked.values()]);
  return entries
    .flatMap((entry): Undoable[] => {
      const now = entry.afterRestart ?? entry.value;
      if (entry.previous === null || entry.readOnly || isSecret(entry.key) || isMasked(entry.previous)) return [];
      if (sameValue(entry.key, entry.previous, now)) return [];
      const at = asked.get(entry.key.toLowerCase()) ?? null;
      return [{ key: entry.key, now, to: entry.previous, at, last: at !== null && at >= last }];
    })
    .toSorted((a, b) => (b.at ?? 0) - (a.at ?? 0) || byRank(a, b));
}

/** When the last changes began that were made together. */
function sinceWhen(times: readonly number[]): number {
  const [newest = 0, ...before] = times.toSorted((a, b) => b - a);
  let first = newest;
  for (const at of before) {
    if (first - at > TOGETHER_MS) break;
    first = at;
  }
  return first;
}
