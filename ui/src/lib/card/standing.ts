// Whether a card may charge now, and how that looks.

import type { TokenStanding, TokenView } from '../host/generated/bridge';
import type { Key } from '../text/text';

/** An accepted card past its date is expired, even before a charger was shown it. */
export function cardStanding(card: TokenView, now: number): TokenStanding {
  return card.standing === 'accepted' && card.expiresAt !== null && card.expiresAt <= now ? 'expired' : card.standing;
}

const LOOKS: Record<TokenStanding, { words: Key; glyph: string; tone: string }> = {
  accepted: { words: 'standing.accepted', glyph: 'g-finishing', tone: 'available' },
  blocked: { words: 'standing.blocked', glyph: 'g-unavailable', tone: 'unavailable' },
  expired: { words: 'standing.expired', glyph: 'i-clock', tone: 'suspended' },
  unknown: { words: 'standing.unknown', glyph: 'i-circle-help', tone: 'suspended' },
};

export function standingLook(standing: TokenStanding): { words: Key; glyph: string; tone: string } {
  return LOOKS[standing];
}
