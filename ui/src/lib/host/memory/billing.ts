// Books, bills and statements in memory: what the core would keep of them, and its answers.

import type {
  AmendView,
  Answers,
  BillFiguresView,
  BillFindingKind,
  BooksView,
  Change,
  CostCentreView,
  DriverView,
  PlannedStatementView,
  RecipientKind,
  SessionBillView,
  SessionView,
  Snapshot,
  StatementView,
  TariffUseView,
  TariffVersionView,
  TariffView,
  TokenView,
} from '../generated/bridge';
import { HostFault } from '../types';
import { mended, figuresOf, historyKind } from './bills';
import { decimal, minor, sums } from './money';
import { readPeople } from './people';
import { priced } from './price';
import { report } from './report';

export interface Around {
  now(): number;
  tell(change: Change): void;
  snapshot: Snapshot;
  sessions: SessionView[];
  changeToken(value: string, change: Partial<TokenView>): TokenView;
  changeSession(id: number, change: Partial<SessionView>): SessionView;
}

interface Plan {
  from: number;
  to: number;
  kind: RecipientKind;
}

export class MemoryBilling {
  get books(): BooksView {
    return this.around.snapshot.books;
  }

  statements: StatementView[] = [];
  /** What was said about a session, by its number, oldest first. */
  readonly history = new Map<number, SessionBillView['history']>();
  broken: Answers['verifyLedger']['broken'] = null;

  constructor(private readonly around: Around) {}

  costCentreOf(session: SessionView): number | null {
    return this.books.drivers.find((one) => one.id === session.driver)?.costCentre ?? null;
  }

  /** The tariff that counts for a session, the most particular first. */
  tariffOf(session: SessionView): TariffView | undefined {
    const centre = this.costCentreOf(session);
    const fits = ({ station, costCentre }: TariffUseView) =>
      (station === null || station === session.station) && (costCentre === null || costCentre === centre);
    const weight = (use: TariffUseView) => (use.costCentre !== null ? 2 : 0) + (use.station !== null ? 1 : 0);
    const best = this.books.uses.filter(fits).sort((a, b) => weight(b) - weight(a))[0];
    return this.books.tariffs.find((one) => one.id === best?.tariff);
  }

  figures(session: SessionView): BillFiguresView {
    return figuresOf(session, priced(session, this.tariffOf(session)));
  }

  /** Gives all sessions their driver and their cost, as if they had been charged under these books. */
  settle(): void {
    this.around.sessions = this.around.sessions.map((session) => {
      const driver = this.around.snapshot.tokens.find((token) => token.value === session.token)?.driver ?? null;
      return this.withCost({ ...session, driver: session.driver ?? driver });
    });
  }

  withCost(session: SessionView): SessionView {
    const driver = this.books.drivers.find((one) => one.id === session.driver);
    const centre = this.books.costCentres.find((one) => one.id === driver?.costCentre);
    const bill = priced(session, this.tariffOf(session));
    return {
      ...session,
      driverName: driver?.name ?? null,
      costCentreName: centre?.name ?? null,
      cost: bill?.total ?? null,
      currency: bill?.currency ?? null,
    };
  }

  #bill(id: number): SessionBillView {
    const session = this.#session(id);
    return {
      session: id,
      now: this.figures(session),
      frozen: session.closed,
      findings: session.findings.map((kind) => ({
        kind,
        after: this.figures({ ...session, ...mended(session, kind) }),
        other: kind === 'duplicate' ? id - 1 : null,
      })),
      history: this.history.get(id) ?? (session.closed ? [this.#closing(session)] : []),
      statement: session.statement,
    };
  }

  #closing(session: SessionView): SessionBillView['history'][number] {
    return {
      number: 0,
      at: session.endedAt ?? this.around.now(),
      author: 'automation',
      kind: 'closed',
      reason: '',
      figures: this.figures(session),
    };
  }

  #amend(id: number, change: AmendView, reason: string): SessionBillView {
    const before = this.#session(id);
    const history = this.#bill(id).history;
    let fields: Partial<SessionView> = {};
    if (change.kind === 'repair') {
      fields = { ...mended(before, change.finding), findings: without(before.findings, change.finding) };
    } else if (change.kind === 'driver') fields = { driver: change.driver };
    else if (change.kind === 'figures') {
      const { endedAt, meterStartWh, meterStopWh } = change;
      fields = { endedAt, meterStartWh, meterStopWh, energyWh: meterStopWh - meterStartWh };
    } else if (change.kind === 'undo') {
      const { endedAt, meterStartWh, meterStopWh, energyWh, driver } = history.at(-2)?.figures ?? this.figures(before);
      fields = { endedAt, meterStartWh, meterStopWh, energyWh, driver };
    }
    const next = this.withCost({ ...before, ...fields, amended: true, closed: true });
    this.history.set(id, [
      ...history,
      {
        number: history.length,
        at: this.around.now(),
        author: 'browser',
        kind: historyKind(change),
        reason,
        figures: this.figures(next),
      },
    ]);
    this.around.changeSession(id, next);
    for (const one of this.statements.filter((s) => s.number === before.statement)) {
      this.#put({ ...one, outdated: true });
    }
    return this.#bill(id);
  }

  #session(id: number): SessionView {
    const session = this.around.sessions.find((one) => one.id === id);
    if (!session) throw new HostFault('notFound', { what: 'session' });
    return session;
  }

  #tell(change: Partial<BooksView>): void {
    this.around.snapshot.books = { ...this.books, ...change };
    this.around.tell({ kind: 'books', view: this.books });
  }

  #put(statement: StatementView): StatementView {
    const others = this.statements.filter((one) => one.id !== statement.id);
    this.statements = [statement, ...others].sort((a, b) => b.id - a.id);
    this.around.tell({ kind: 'statement', view: statement });
    return statement;
  }

  #statement(id: number): StatementView {
    const found = this.statements.find((one) => one.id === id);
    if (!found) throw new HostFault('notFound', { what: 'statement' });
    return found;
  }

  #inTime({ from, to }: Plan): SessionView[] {
    return this.around.sessions.filter((s) => (s.endedAt ?? s.startedAt) >= from && (s.endedAt ?? s.startedAt) < to);
  }

  #plan(plan: Plan): PlannedStatementView[] {
    const whose = (s: SessionView) => (plan.kind === 'driver' ? s.driver : this.costCentreOf(s));
    const all = plan.kind === 'driver' ? this.books.drivers : this.books.costCentres;
    const rows = [...all.map((one) => ({ id: one.id, name: one.name, email: one.post.email })), null];
    return rows.flatMap((row): PlannedStatementView[] => {
      const of = this.#inTime(plan).filter((s) => whose(s) === (row?.id ?? null));
      if (of.length === 0) return [];
      const free = of.filter((s) => s.endedAt !== null && s.statement === null && s.cost !== null);
      return [
        {
          recipient: row?.id ?? null,
          recipientName: row?.name ?? '',
          email: row?.email ?? '',
          sessions: free.length,
          energyWh: free.reduce((sum, s) => sum + (s.energyWh ?? 0), 0),
          currency: sums(free)[0]?.currency ?? '',
          total: sums(free)[0]?.amount ?? '0.00',
          open: of.filter((s) => s.endedAt === null).length,
          unpriced: of.filter((s) => s.endedAt !== null && s.cost === null).length,
          findings: of.filter((s) => s.findings.length > 0).length,
          stated: of.filter((s) => s.statement !== null).length,
        },
      ];
    });
  }

  #issue(plan: Plan, recipients: readonly number[]): StatementView[] {
    return recipients.map((recipient) => {
      const row = this.#plan(plan).find((one) => one.recipient === recipient);
      if (!row || row.sessions === 0) throw new HostFault('conflict', { reason: 'nothingToState' });
      const id = this.statements.reduce((most, one) => Math.max(most, one.id), 0) + 1;
      const number = `${this.books.sender.series || '2026-'}${String(id).padStart(4, '0')}`;
      for (const session of this.#inTime(plan)) {
        const whose = plan.kind === 'driver' ? session.driver : this.costCentreOf(session);
        if (whose === recipient && session.endedAt !== null && session.statement === null && session.cost !== null) {
          this.around.changeSession(session.id, { statement: number });
        }
      }
      const { recipientName, email, sessions, energyWh, currency, total } = row;
      return this.#put({
        id,
        number,
        ...plan,
        recipient,
        recipientName,
        email,
        issuedAt: this.around.now(),
        dueAt: this.around.now() + this.books.sender.payDays * 86_400_000,
        sessions,
        energyWh,
        currency,
        total,
        corrects: null,
        difference: null,
        correctedBy: null,
        paidAt: null,
        outdated: false,
      });
    });
  }

  #correct(id: number): StatementView {
    const before = this.#statement(id);
    const next = this.statements.reduce((most, one) => Math.max(most, one.id), 0) + 1;
    const number = `${this.books.sender.series || '2026-'}${String(next).padStart(4, '0')}`;
    const of = this.around.sessions.filter((s) => s.statement === before.number);
    for (const session of of) this.around.changeSession(session.id, { statement: number });
    const total = sums(of)[0]?.amount ?? before.total;
    this.#put({ ...before, correctedBy: number, outdated: false });
    return this.#put({
      ...before,
      id: next,
      number,
      issuedAt: this.around.now(),
      energyWh: of.reduce((sum, s) => sum + (s.energyWh ?? 0), 0),
      sessions: of.length,
      total,
      corrects: before.number,
      difference: decimal(minor(total) - minor(before.total)),
      paidAt: null,
      outdated: false,
    });
  }

  readonly handlers = {
    books: () => this.books,
    giveToken: ({ value, driver }: { value: string; driver: number | null }) =>
      this.around.changeToken(value, { driver, standing: 'accepted' }),
    saveDriver: ({ driver }: { driver: DriverView }) => {
      const saved = { ...driver, id: driver.id ?? freeId(this.books.drivers) };
      this.#tell({ drivers: byName([...this.books.drivers.filter((one) => one.id !== saved.id), saved]) });
      return saved;
    },
    removeDriver: ({ driver }: { driver: number }) => {
      for (const token of this.around.snapshot.tokens.filter((one) => one.driver === driver)) {
        this.around.changeToken(token.value, { driver: null, standing: 'blocked' });
      }
      this.#tell({ drivers: this.books.drivers.filter((one) => one.id !== driver) });
      return {};
    },
    saveCostCentre: ({ costCentre }: { costCentre: CostCentreView }) => {
      const saved = { ...costCentre, id: costCentre.id ?? freeId(this.books.costCentres) };
      this.#tell({ costCentres: byName([...this.books.costCentres.filter((one) => one.id !== saved.id), saved]) });
      return saved;
    },
    removeCostCentre: ({ costCentre }: { costCentre: number }) => {
      this.#tell({
        costCentres: this.books.costCentres.filter((one) => one.id !== costCentre),
        drivers: this.books.drivers.map((one) => (one.costCentre === costCentre ? { ...one, costCentre: null } : one)),
      });
      return {};
    },
    readPeople: ({ text, apply }: { text: string; apply: boolean }) => readPeople(this.around, this, text, apply),
    saveSender: ({ sender }: { sender: BooksView['sender'] }) => {
      this.#tell({ sender });
      return sender;
    },
    saveTariff: (fields: { tariff: number | null; name: string; version: TariffVersionView | null }) => {
      const before = this.books.tariffs.find((one) => one.id === fields.tariff);
      const versions = before?.versions ?? [];
      const saved: TariffView = {
        id: before?.id ?? freeId(this.books.tariffs),
        name: fields.name,
        versions: fields.version
          ? [...versions, { ...fields.version, number: versions.length + 1, digits: 2, madeAt: this.around.now() }]
          : versions,
      };
      this.#tell({ tariffs: byName([...this.books.tariffs.filter((one) => one.id !== saved.id), saved]) });
      return saved;
    },
    useTariff: ({ tariff, station, costCentre }: { [K in keyof TariffUseView]: TariffUseView[K] | null }) => {
      const others = this.books.uses.filter((one) => one.station !== station || one.costCentre !== costCentre);
      this.#tell({ uses: tariff === null ? others : [...others, { tariff, station, costCentre }] });
      return {};
    },
    previewTariff: ({ version, from, to }: { version: TariffVersionView; from: number; to: number }) => {
      const tariff: TariffView = { id: 0, name: '', versions: [{ ...version, validFrom: 0 }] };
      const sessions = this.around.sessions.filter(
        (s) => s.startedAt >= from && s.startedAt < to && s.endedAt !== null,
      );
      const examples = sessions.map((s) => ({
        session: s.id,
        startedAt: s.startedAt,
        energyWh: s.energyWh ?? 0,
        was: s.cost,
        would: priced(s, tariff)?.total ?? '0.00',
      }));
      const change = (one: (typeof examples)[number]) => Math.abs(minor(one.would) - minor(one.was ?? '0'));
      return {
        sessions: sessions.length,
        energyWh: sessions.reduce((sum, s) => sum + (s.energyWh ?? 0), 0),
        was: sums(sessions)[0]?.amount ?? '0.00',
        would: decimal(examples.reduce((sum, one) => sum + minor(one.would), 0)),
        currency: version.currency,
        examples: examples.sort((a, b) => change(b) - change(a)).slice(0, 10),
      };
    },
    bill: ({ session }: { session: number }) => this.#bill(session),
    amend: ({ session, change, reason }: { session: number; change: AmendView; reason: string }) =>
      this.#amend(session, change, reason),
    priceSessions: () => {
      const without = this.around.sessions.filter((s) => s.cost === null);
      const found = without.map((s) => this.withCost(s)).filter((s) => s.cost !== null);
      for (const session of found) this.around.changeSession(session.id, session);
      return { sessions: found.length };
    },
    statements: () => this.statements,
    planStatements: (plan: Plan) => this.#plan(plan),
    issueStatements: ({ recipients, ...plan }: Plan & { recipients: number[] }) => this.#issue(plan, recipients),
    correctStatement: ({ statement }: { statement: number }) => this.#correct(statement),
    payStatement: ({ statement, paid }: { statement: number; paid: boolean }) =>
      this.#put({ ...this.#statement(statement), paidAt: paid ? this.around.now() : null }),
    writeStatements: ({ statements }: { statements: number[] }) => ({
      folder: '/home/owner/Documents/Forecourt',
      files: statements.map((id) => `${this.#statement(id).number}.pdf`),
    }),
    report: ({ query }: { query: Parameters<typeof report>[0] }) => report(query, this.around, this),
    verifyLedger: () => {
      const closed = this.around.sessions.filter((s) => s.closed).length;
      const amended = [...this.history.values()].reduce((sum, entries) => sum + entries.length - 1, 0);
      const head = 'b3f1'.padEnd(60, '92c4e8') + '07aa';
      return { entries: closed + amended, head, broken: this.broken, at: this.around.now() };
    },
  } satisfies { [K in keyof Answers]?: (fields: never) => Answers[K] };
}

function freeId(list: readonly { id: number | null }[]): number {
  return list.reduce((most, one) => Math.max(most, one.id ?? 0), 0) + 1;
}

function byName<T extends { name: string }>(list: T[]): T[] {
  return list.sort((a, b) => a.name.localeCompare(b.name));
}

function without(findings: readonly BillFindingKind[], kind: BillFindingKind): BillFindingKind[] {
  return findings.filter((one) => one !== kind);
}
