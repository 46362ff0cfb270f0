// Sessions of a filter, page by page, kept up to date by events.

import { minus, plus } from '../billing/decimal';
import type { MoneyView, SessionQuery, SessionTotals, SessionView } from '../host/generated/bridge';
import type { Host, HostFault } from '../host/types';
import { asFault } from '../host/types';

export type Filter = Omit<SessionQuery, 'limit' | 'offset'>;
export const NO_FILTER: Filter = {
  from: null,
  to: null,
  station: null,
  driver: null,
  costCentre: null,
  wrong: false,
  text: null,
};
const PAGE = 100;

export function queryOf(filter: Filter, offset = 0): SessionQuery {
  return { ...filter, limit: PAGE, offset };
}

/** Whether a session told of by an event belongs to a filter. Text and cost centres are left to the core: such a list is asked anew. */
export function matches(filter: Filter, session: SessionView): boolean {
  return (
    (filter.from === null || session.startedAt >= filter.from) &&
    (filter.to === null || session.startedAt < filter.to) &&
    (filter.station === null || session.station === filter.station) &&
    (filter.driver === null || session.driver === filter.driver) &&
    (!filter.wrong || session.findings.length > 0)
  );
}

export class SessionPages {
  list = $state.raw<SessionView[]>([]);
  totals = $state.raw<SessionTotals | null>(null);
  loading = $state(false);
  fault = $state.raw<HostFault | null>(null);
  readonly more = $derived((this.totals?.sessions ?? 0) > this.list.length);
  #filter: Filter = NO_FILTER;
  #round = 0;

  constructor(private readonly host: Host) {}

  async load(filter: Filter): Promise<void> {
    this.#filter = filter;
    await this.#ask(0);
  }

  async next(): Promise<void> {
    if (!this.loading && this.more) await this.#ask(this.list.length);
  }

  /** Takes over a session told of by an event. The totals are asked for anew, since they cover what is not loaded. */
  heard(session: SessionView): void {
    const at = this.list.findIndex((s) => s.id === session.id);
    if (at >= 0) {
      const before = this.list[at];
      this.list = this.list.with(at, session);
      if (before && this.totals) this.totals = shifted(this.totals, before, session);
    } else if (this.#filter.text || this.#filter.costCentre !== null) {
      void this.#ask(0);
    } else if (matches(this.#filter, session) && this.totals) {
      this.list = [session, ...this.list].sort((a, b) => b.startedAt - a.startedAt || b.id - a.id);
      this.totals = shifted(this.totals, null, session);
    }
  }

  async #ask(offset: number): Promise<void> {
    const round = ++this.#round;
    this.loading = true;
    try {
      const page = await this.host.request('sessions', { query: queryOf(this.#filter, offset) });
      if (round !== this.#round) return;
      const known = new Set(page.sessions.map((s) => s.id));
      this.list = offset === 0 ? page.sessions : [...this.list.filter((s) => !known.has(s.id)), ...page.sessions];
      this.totals = page.totals;
      this.fault = null;
    } catch (thrown) {
      if (round === this.#round) this.fault = asFault(thrown);
    } finally {
      if (round === this.#round) this.loading = false;
    }
  }
}

function open(session: SessionView | null): number {
  return session && session.endedAt === null ? 1 : 0;
}

/** Totals after one session changed from `before` (null = new) to `after`. */
export function shifted(totals: SessionTotals, before: SessionView | null, after: SessionView): SessionTotals {
  return {
    sessions: totals.sessions + (before ? 0 : 1),
    open: totals.open + open(after) - open(before),
    energyWh: totals.energyWh + (after.energyWh ?? 0) - (before?.energyWh ?? 0),
    costs: costsAfter(costsAfter(totals.costs, before, minus), after, plus),
  };
}

function costsAfter(
  costs: readonly MoneyView[],
  session: SessionView | null,
  change: (amount: string, by: string) => string,
): MoneyView[] {
  const { cost = null, currency = null } = session ?? {};
  if (cost === null || currency === null) return [...costs];
  const known = costs.some((one) => one.currency === currency);
  const all = known ? costs : [...costs, { currency, amount: '0' }];
  return all.map((one) => (one.currency === currency ? { ...one, amount: change(one.amount, cost) } : one));
}
