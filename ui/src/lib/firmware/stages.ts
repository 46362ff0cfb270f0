// An update as five stages in a row. Pure.

import type { UpdateReason, UpdateState, UpdateView } from '../host/generated/bridge';

export const STAGES = ['sent', 'downloading', 'downloaded', 'installing', 'installed'] as const;
export type StageName = (typeof STAGES)[number];

export interface Stage {
  name: StageName;
  look: 'done' | 'now' | 'next' | 'failed' | 'stalled' | 'cancelled';
  /** When it was last seen there, milliseconds since the Unix epoch. */
  at: number | null;
  /** The charger's own word for it; empty = none. */
  word: string;
}

/** The stage that each state belongs to; -1 = it says nothing about the way. */
const AT: Record<UpdateState, number> = {
  waiting: 0,
  asking: 0,
  agreed: 1,
  downloadScheduled: 1,
  downloading: 1,
  downloadPaused: 1,
  downloaded: 2,
  verified: 2,
  installScheduled: 2,
  installing: 3,
  rebooting: 3,
  installed: 4,
  failed: -1,
  cancelled: -1,
  stalled: -1,
};

/** Where a reason says that it ended, whatever was heard before. */
const ENDED: Partial<Record<UpdateReason, number>> = {
  refused: 0,
  notSupported: 0,
  transport: 0,
  port: 0,
  file: 0,
  download: 1,
  signature: 2,
  install: 3,
  gone: 3,
  sameVersion: 4,
};

/** The stage that an update is at, or at which it ended. */
export function stageOf(update: Pick<UpdateView, 'state' | 'reason' | 'steps'>): number {
  const own = AT[update.state];
  if (own >= 0) return own;
  const told = update.reason === null ? undefined : ENDED[update.reason];
  if (told !== undefined && update.state !== 'cancelled') return told;
  return Math.max(0, ...update.steps.map((step) => AT[step.state]));
}

export function stages(update: Pick<UpdateView, 'state' | 'reason' | 'steps'>): Stage[] {
  const here = stageOf(update);
  const ended = AT[update.state] < 0;
  return STAGES.map((name, index) => {
    // The stage "sent" is shown by the moment of the order, not by the wait before it.
    const step = update.steps.findLast((one) =>
      index === 0
        ? one.state === 'asking' || one.state === 'agreed'
        : AT[one.state] === index && one.state !== 'agreed',
    );
    const now = ended ? (update.state as 'failed' | 'stalled' | 'cancelled') : 'now';
    const look = index < here || update.state === 'installed' ? 'done' : index === here ? now : 'next';
    return { name, look, at: step?.at ?? null, word: step?.word ?? '' };
  });
}

/** Over, one way or the other. A stalled update goes on when the charger speaks. */
export function isOver(state: UpdateState): boolean {
  return state === 'installed' || state === 'failed' || state === 'cancelled';
}
