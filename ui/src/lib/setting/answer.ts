// What the charger said to the last change of a setting.

import { isUnderWay } from '../charger/order-words';
import type { OrderView } from '../host/generated/bridge';
import { isKey, type Key } from '../text/text';

export type Answer =
  | { kind: 'busy' }
  | { kind: 'taken' }
  /** With the value that was refused and the charger's own word. */
  | { kind: 'failed'; words: Key; value: string | null; word: string | null };

/** The answer to the newest change of this setting, when it is under way or was asked after `since`. */
export function answerTo(orders: readonly OrderView[], key: string, since: number): Answer | null {
  const order = orders.find(({ command }) =>
    command.do === 'changeSetting'
      ? command.key.toLowerCase() === key.toLowerCase()
      : command.do === 'changePassword' && key.toLowerCase() === 'authorizationkey',
  );
  if (!order) return null;
  if (isUnderWay(order.state)) return { kind: 'busy' };
  if (order.askedAt < since) return null;
  if (order.state === 'tookEffect' || order.state === 'scheduled') return { kind: 'taken' };
  const value = order.command.do === 'changeSetting' ? order.command.value : null;
  const refused = order.state === 'refused' || order.state === 'notSupported';
  const words = `cfg.answer.${order.state === 'timedOut' ? (order.detail ?? 'noAnswer') : order.state}`;
  return {
    kind: 'failed',
    words: isKey(words) ? words : 'cfg.answer.noAnswer',
    value,
    word: refused ? order.detail : null,
  };
}
