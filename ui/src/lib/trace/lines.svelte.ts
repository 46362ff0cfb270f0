// The lines that a person looks at: pages going back, and what is new since the last look.

import type { TraceCounts, TraceLineView, TracePage, TraceQuery } from '../host/generated/bridge';
import { asFault, type Host, type HostFault } from '../host/types';

export type Filter = Pick<
  TraceQuery,
  'station' | 'only' | 'without' | 'withoutSaying' | 'problems' | 'orders' | 'text' | 'textActions' | 'textMeans'
>;

const PAGE = 200;
const OLDER = 500;
/** More lines than this are not kept: the oldest are asked for again when somebody goes there. */
const MOST = 100_000;
/** News that wait to be looked at; beyond this everything is read anew. */
const WAITING = 500;
/** Looks without a find before the person is asked to go on. */
const LOOKS = 40;

export class TraceLines {
  /** Newest first. */
  list = $state.raw<TraceLineView[]>([]);
  /** Go on below this; null = there are no more. */
  more = $state<number | null>(null);
  today = $state.raw<TraceCounts>({ lines: 0, problems: 0, orders: 0 });
  perMinute = $state(0);
  lost = $state(0);
  loading = $state(false);
  /** The first page is there. */
  known = $state(false);
  fault = $state.raw<HostFault | null>(null);
  /** Nothing new is shown. */
  held = $state(false);
  /** New lines that are not shown yet. */
  fresh = $state.raw<TraceLineView[]>([]);
  #filter: Filter | null = null;
  #newest = 0;
  #round = 0;
  #asking = false;
  #tooMuch = false;

  constructor(private readonly host: Host) {}

  /** Begins anew with a filter. */
  async load(filter: Filter): Promise<void> {
    this.#filter = filter;
    const round = ++this.#round;
    this.#asking = false;
    this.loading = true;
    await this.#try(round, async () => {
      const page = await this.#ask(filter, { limit: PAGE });
      if (round !== this.#round) return;
      this.list = page.lines;
      this.fresh = [];
      this.#tooMuch = false;
      this.#take(page);
      this.more = page.more;
      this.known = true;
    });
    if (round === this.#round && this.list.length === 0 && this.more !== null) await this.older();
  }

  /** Adds the page below the last line. */
  async older(): Promise<void> {
    const filter = this.#filter;
    if (!filter || this.more === null || this.loading) return;
    const round = this.#round;
    this.loading = true;
    await this.#try(round, async () => {
      // A rare word in a long history takes several looks.
      for (let looks = 0; looks < LOOKS && this.more !== null; looks += 1) {
        const page = await this.#ask(filter, { before: this.more, limit: OLDER });
        if (round !== this.#round) return;
        this.more = page.more;
        this.list = this.list.concat(page.lines);
        if (page.lines.length > 0) return;
      }
    });
  }

  /** Asks what is new. `away` = the person looks at older lines, so new ones wait. */
  async poll(away: boolean): Promise<void> {
    const filter = this.#filter;
    if (!filter || !this.known || this.#asking || this.loading) return;
    const round = this.#round;
    this.#asking = true;
    await this.#try(round, async () => {
      const page = await this.#ask(filter, { after: this.#newest, limit: WAITING });
      if (round !== this.#round) return;
      const before = this.#newest;
      this.#take(page);
      if (page.more !== null || page.newest < before) this.#tooMuch = true;
      const top = this.list[0]?.number ?? 0;
      const isNew = (line: TraceLineView) => line.number > top;
      if (!this.held)
        this.list = merged(
          this.list,
          page.lines.filter((line) => !isNew(line)),
          this.more,
        );
      this.fresh = merged(this.fresh, page.lines.filter(isNew), null);
      if (this.fresh.length > WAITING) this.#tooMuch = true;
      if (this.#tooMuch) this.fresh = this.fresh.slice(0, WAITING);
      if (!away && !this.held) await this.release();
    });
    if (round === this.#round) this.#asking = false;
  }

  /** Shows what waits. */
  async release(): Promise<void> {
    if (this.#tooMuch && this.#filter) return this.load(this.#filter);
    if (this.fresh.length === 0) return;
    this.list = this.fresh.concat(this.list);
    this.fresh = [];
    if (this.list.length > MOST) {
      this.more = (this.list[MOST]?.number ?? 0) + 1;
      this.list = this.list.slice(0, MOST);
    }
  }

  /** Stops showing new lines, or goes on. */
  async hold(held: boolean): Promise<void> {
    this.held = held;
    // Lines that were answered meanwhile are read anew with the rest.
    if (!held && this.#filter) await this.load(this.#filter);
  }

  #take(page: TracePage): void {
    this.#newest = page.newest;
    this.today = page.today;
    this.perMinute = page.perMinute;
    this.lost = page.lost;
  }

  #ask(filter: Filter, place: { before?: number | null; after?: number; limit: number }): Promise<TracePage> {
    const query = { ...filter, from: null, to: null, before: null, after: null, ...place };
    return this.host.request('trace', { query });
  }

  async #try(round: number, work: () => Promise<void>): Promise<void> {
    try {
      await work();
      if (round === this.#round) this.fault = null;
    } catch (thrown) {
      if (round === this.#round) this.fault = asFault(thrown);
    } finally {
      if (round === this.#round) {
        this.loading = false;
        this.#asking = false;
      }
    }
  }
}

/** A list, newest first, with some lines replaced or put in their places. Lines below what is loaded are left out. */
export function merged(list: TraceLineView[], lines: TraceLineView[], more: number | null): TraceLineView[] {
  if (lines.length === 0) return list;
  const changed = new Map(lines.map((line) => [line.number, line]));
  const next = list.map((line) => {
    const found = changed.get(line.number);
    changed.delete(line.number);
    return found ?? line;
  });
  const last = list.at(-1)?.number ?? 0;
  const added = [...changed.values()].filter((line) => more === null || line.number > last);
  return added.length === 0 ? next : next.concat(added).sort((a, b) => b.number - a.number);
}
