// Whether a card may charge now, and how that looks.

import type { TokenStanding, TokenView } from '../host/generated/bridge';
import type { Key } from '../text/text';

export type Shown = TokenStanding | 'early';

/** An accepted card past its date is expired, even before a charger was shown it; before its first day it is early. */
export function cardStanding(card: TokenView, now: number): Shown {
  if (card.standing !== 'accepted') return card.standing;
  if (card.expiresAt !== null && card.expiresAt <= now) return 'expired';
  return card.validFrom !== null && card.validFrom > now ? 'early' : 'accepted';
}

const LOOKS: Record<Shown, { words: Key; glyph: string; tone: string }> = {
  accepted: { words: 'standing.accepted', glyph: 'g-finishing', tone: 'available' },
  blocked: { words: 'standing.blocked', glyph: 'g-unavailable', tone: 'unavailable' },
  expired: { words: 'standing.expired', glyph: 'i-clock', tone: 'suspended' },
  early: { words: 'standing.early', glyph: 'i-clock', tone: 'unavailable' },
  unknown: { words: 'standing.unknown', glyph: 'i-circle-help', tone: 'suspended' },
};

export function standingLook(standing: Shown): { words: Key; glyph: string; tone: string } {
  return LOOKS[standing];
}

const FRESH = 5 * 60_000;

/** Shown so short a time ago that its driver still stands there: it may begin to charge at once. */
export function isFresh(card: TokenView, now: number): boolean {
  return card.lastSeenAt !== null && card.lastSeenStation !== null && now - card.lastSeenAt < FRESH;
}
