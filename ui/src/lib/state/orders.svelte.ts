// Every order goes through here: asked, sent, accepted or refused, seen to take effect or timed out.

import { bayName } from '../charger/sentence';
import { isUnderWay, moodOf, orderStem, orderWords } from '../charger/order-words';
import { faultWords } from '../faults';
import type { CommandView, OrderResult, OrderView } from '../host/generated/bridge';
import { asFault, type Host } from '../host/types';
import { t } from '../text/text';
import type { Site } from './site.svelte';
import type { Toasts } from './toasts.svelte';

/** Two orders of one key are the same button. */
export function orderKey(station: number, command: CommandView): string {
  switch (command.do) {
    case 'start':
    case 'unlock':
      return `${station} ${command.do} ${command.evse} ${command.connector}`;
    case 'stop':
      return `${station} stop ${command.session}`;
    case 'restart':
      return `${station} restart`;
    case 'service':
      return `${station} service ${command.evse ?? 0} ${command.connector ?? 0}`;
    case 'trigger':
      return `${station} trigger ${command.what} ${command.evse ?? 0}`;
    case 'changeSetting':
      return `${station} changeSetting ${command.key}`;
    case 'deleteCertificate':
      return `${station} deleteCertificate ${command.hash.issuerKey} ${command.hash.serial}`;
    case 'listCertificates':
    case 'installCertificate':
      return `${station} ${command.do} ${command.kind}`;
    case 'cancelReservation':
      return `${station} cancelReservation ${command.reservation}`;
    case 'reserve':
    case 'setProfile':
    case 'clearProfiles':
    case 'readSchedule':
      return `${station} ${command.do} ${command.evse ?? 0}`;
    default:
      return `${station} ${command.do}`;
  }
}

const STAGES = ['asked', 'sent', 'accepted', 'scheduled', 'refused', 'notSupported', 'timedOut', 'tookEffect'];

export class Orders {
  /** Asked of the core, which has not answered: not an order yet. */
  #asking = $state.raw<ReadonlySet<string>>(new Set());
  #mine = new Set<number>();
  #then = new Map<number, () => void>();

  constructor(
    private readonly host: Host,
    private readonly site: Site,
    private readonly toasts: Toasts,
  ) {}

  /** Asks for it; what becomes of it comes as events and as a notice. */
  async ask(station: number, command: CommandView, then?: () => void): Promise<void> {
    const key = orderKey(station, command);
    if (this.busy(station, command)) return;
    this.#asking = new Set([...this.#asking, key]);
    try {
      const answer = await this.host.request('order', { station, command });
      this.#mine.add(answer.id);
      if (then) this.#then.set(answer.id, then);
      const known = this.site.orders.find((order) => order.id === answer.id);
      const newest = known && STAGES.indexOf(known.state) >= STAGES.indexOf(answer.state) ? known : answer;
      this.site.apply({ kind: 'order', view: newest });
      this.heard(newest);
    } catch (thrown) {
      this.toasts.show(`asking ${key}`, 'bad', faultWords(asFault(thrown)));
    } finally {
      this.#asking = new Set([...this.#asking].filter((other) => other !== key));
    }
  }

  /** Several orders to one charger, each with its own result. Whoever asks shows them: there are no notices. */
  async askEach(station: number, commands: readonly CommandView[]): Promise<OrderResult[]> {
    const results: OrderResult[] = [];
    for (const command of commands) {
      try {
        results.push({ station, order: await this.host.request('order', { station, command }), fault: null });
      } catch (thrown) {
        const { code, params } = asFault(thrown);
        if (code === 'unreachable') throw thrown;
        results.push({ station, order: null, fault: { code, params } });
      }
    }
    return results;
  }

  /** The same order to several chargers, each with its own result; no notices, as above. */
  askAll(stations: readonly number[], command: CommandView): Promise<OrderResult[]> {
    return this.host.request('orderAll', { stations: [...stations], command });
  }

  /** How an order stands now, as far as an event told more than the answer did. */
  newest(order: OrderView): OrderView {
    return this.site.orders.find((known) => known.id === order.id) ?? order;
  }

  /** Stops the charge, and unlocks the cable once it has stopped. */
  stopThenUnlock(station: number, session: number, evse: number, connector: number): Promise<void> {
    return this.ask(station, { do: 'stop', session }, () => {
      void this.ask(station, { do: 'unlock', evse, connector });
    });
  }

  /** An order moved. Only those asked for here are announced. */
  heard(order: OrderView): void {
    if (!this.#mine.has(order.id)) return;
    const station = this.site.station(order.station);
    const bay = station ? bayName(station) : t('bay.unknown');
    this.toasts.show(`order ${order.id}`, moodOf(order.state), orderWords(order, bay));
    if (isUnderWay(order.state)) return;
    const then = this.#then.get(order.id);
    this.#then.delete(order.id);
    if (order.state !== 'scheduled') this.#mine.delete(order.id);
    if (order.state === 'tookEffect') then?.();
  }

  /** The newest order of this button, when it is still on its way. */
  underWay(station: number, command: CommandView): OrderView | null {
    const key = orderKey(station, command);
    const order = this.site.orders.find((o) => o.station === station && orderKey(station, o.command) === key);
    return order && isUnderWay(order.state) ? order : null;
  }

  /** True while the same button's order is asked for or on its way. */
  busy(station: number, command: CommandView): boolean {
    return this.#asking.has(orderKey(station, command)) || this.underWay(station, command) !== null;
  }

  /** An order that waits at the charger for the running charge to end. Settings that wait for a restart are not meant. */
  scheduled(station: number): OrderView | null {
    const newest = new Map<string, OrderView>();
    for (const order of this.site.orders) {
      const key = orderKey(station, order.command);
      if (order.station === station && !newest.has(key)) newest.set(key, order);
    }
    const waits = (order: OrderView) => order.state === 'scheduled' && order.command.do !== 'changeSetting';
    return [...newest.values()].find(waits) ?? null;
  }

  /** True when this very order, not another of its button, is on its way. */
  isThis(station: number, command: CommandView): boolean {
    const order = this.underWay(station, command);
    return order === null || orderStem(order.command) === orderStem(command);
  }
}
