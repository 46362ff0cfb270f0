// What bills are made with: drivers, cost centres, tariffs, sender, and the statements that were issued.

import type {
  BooksView,
  Change,
  CostCentreView,
  DriverView,
  StatementView,
  TariffView,
} from '../host/generated/bridge';
import { NO_BOOKS } from '../billing/nothing';
import type { Host } from '../host/types';
import { put } from './site.svelte';

export class Books {
  view = $state.raw<BooksView>(NO_BOOKS);
  /** Newest first; `null` until somebody looks at them. */
  statements = $state.raw<StatementView[] | null>(null);
  /** How many sessions have figures that seem wrong. */
  repairs = $state(0);
  /** Unknown cards that the operator left alone, with when they were shown. */
  left = $state.raw<readonly string[]>([]);
  #round = 0;

  constructor(private readonly host: Host) {}

  begin(view: BooksView): void {
    this.view = view;
    if (this.statements !== null) void this.readStatements().catch(() => undefined);
    void this.#count();
  }

  async readStatements(): Promise<void> {
    this.statements = await this.host.request('statements');
  }

  apply(change: Change): void {
    if (change.kind === 'books') this.view = change.view;
    if (change.kind === 'statement' && this.statements !== null) this.heard([change.view]);
    if (change.kind !== 'session') return;
    const { endedAt, findings } = change.view;
    if (endedAt !== null || findings.length > 0) void this.#count();
  }

  /** Takes over statements that an answer brought. */
  heard(statements: readonly StatementView[]): void {
    for (const one of statements) this.statements = put(this.statements ?? [], one, (s) => s.id);
    this.statements = (this.statements ?? []).toSorted((a, b) => b.id - a.id);
  }

  leave(card: string, shownAt: number | null): void {
    this.left = [...this.left, `${card} ${shownAt}`];
  }

  driver(id: number | null): DriverView | undefined {
    return id === null ? undefined : this.view.drivers.find((one) => one.id === id);
  }

  costCentre(id: number | null): CostCentreView | undefined {
    return id === null ? undefined : this.view.costCentres.find((one) => one.id === id);
  }

  tariff(id: number | null): TariffView | undefined {
    return id === null ? undefined : this.view.tariffs.find((one) => one.id === id);
  }

  async #count(): Promise<void> {
    const round = ++this.#round;
    const query = {
      from: null,
      to: null,
      station: null,
      driver: null,
      costCentre: null,
      wrong: true,
      text: null,
      limit: 1,
      offset: 0,
    };
    try {
      const { totals } = await this.host.request('sessions', { query });
      if (round === this.#round) this.repairs = totals.sessions;
    } catch {
      // The next session that ends asks again.
    }
  }
}
