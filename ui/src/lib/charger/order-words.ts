// What an order is called and where it stands, in words. The same everywhere: button, notice, history.

import type { CommandView, OrderState, OrderView } from '../host/generated/bridge';
import { settingName } from '../setting/value';
import { isKey, t, type Key } from '../text/text';

/** The stem of an order's words. */
export function orderStem(command: CommandView): string {
  switch (command.do) {
    case 'restart':
      return command.now ? 'restartNow' : 'restart';
    case 'trigger':
      return command.what === 'status' ? 'trigger' : `trigger.${command.what}`;
    case 'service':
      return command.operative ? 'inService' : 'outOfService';
    default:
      return command.do;
  }
}

/** On its way: not refused, not timed out, not seen to take effect. A scheduled one waits at the charger. */
export function isUnderWay(state: OrderState): boolean {
  return state === 'asked' || state === 'sent' || state === 'accepted';
}

/** Why an order ended without an answer or an effect, where that has words of its own. */
const TIMEOUTS = ['noEffect', 'notConnected', 'notPluggedIn', 'restarted'];

function stageOf(order: OrderView): string {
  switch (order.state) {
    case 'asked':
    case 'sent':
      return 'sent';
    case 'timedOut':
      return TIMEOUTS.includes(order.detail ?? '') ? (order.detail ?? '') : 'noAnswer';
    default:
      return order.state;
  }
}

/** The sentence of an order's present stage: "Asked Bay 2 to stop, waiting for its answer". */
export function orderWords(order: OrderView, bay: string): string {
  const stage = stageOf(order);
  const own = `order.${orderStem(order.command)}.${stage}`;
  const common = `order.any.${stage}`;
  const key: Key = isKey(own) ? own : isKey(common) ? common : 'order.any.sent';
  return t(key, { bay, verb: verb(order.command), word: order.detail ?? '', setting: settingOf(order.command) });
}

/** "stop", "restart when idle": what follows "Bay 2 refused to". */
function verb(command: CommandView): string {
  const key = `order.${orderStem(command)}.verb`;
  return isKey(key) ? t(key, { setting: settingOf(command) }) : command.do;
}

function settingOf(command: CommandView): string {
  return command.do === 'changeSetting' ? settingName(command.key) : '';
}

/** What was ordered, as a title: "Stop charging". */
export function orderTitle(command: CommandView): string {
  const key = `order.${orderStem(command)}.title`;
  return isKey(key) ? t(key) : command.do;
}

/** Orders whose effect is seen beside the answer; of the others the answer is all there is. */
const SEEN: readonly CommandView['do'][] = [
  'start',
  'stop',
  'restart',
  'service',
  'trigger',
  'updateFirmware',
  'sendFile',
];

/** The outcome in a word or two, for the column "What happened". */
export function stageWords(order: OrderView): string {
  const ended = order.state === 'timedOut' ? stageOf(order) : order.state;
  const stage = ended === 'tookEffect' && !SEEN.includes(order.command.do) ? 'done' : ended;
  const key = [`order.${orderStem(order.command)}.stage.${stage}`, `order.stage.${stage}`].find(isKey);
  return key && isKey(key) ? t(key) : order.state;
}

/** The OCPP word worth showing beside it: the charger's, never our own codes. */
export function chargersWord(order: OrderView): string | null {
  return order.state === 'timedOut' ? null : order.detail;
}

export function moodOf(state: OrderState): 'busy' | 'good' | 'bad' | 'info' {
  switch (state) {
    case 'asked':
    case 'sent':
    case 'accepted':
      return 'busy';
    case 'tookEffect':
      return 'good';
    case 'scheduled':
      return 'info';
    case 'refused':
    case 'notSupported':
    case 'timedOut':
      return 'bad';
  }
}
