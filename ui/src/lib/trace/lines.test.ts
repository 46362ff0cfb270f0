import { describe, expect, it } from 'vitest';

import { MemoryHost } from '../host/memory';
import { demoSnapshot } from '../host/memory/demo';
import { line, NOON } from './line.fixture';
import { merged, TraceLines, type Filter } from './lines.svelte';

const ALL: Filter = {
  station: null,
  only: [],
  without: [],
  withoutSaying: [],
  problems: false,
  orders: false,
  text: null,
  textActions: [],
  textMeans: [],
};

async function loaded(count: number, filter = ALL) {
  const host = new MemoryHost(demoSnapshot(NOON));
  const add = (...numbers: number[]) => {
    host.trace = numbers.map((number) => line(number)).concat(host.trace);
  };
  for (let number = 1; number <= count; number += 1) add(number);
  const trace = new TraceLines(host);
  await trace.load(filter);
  return { host, trace, add };
}
const numbers = (list: { number: number }[]) => list.map((one) => one.number);

describe('the lines on the screen', () => {
  it('begin with the newest and go back to the first, each once', async () => {
    const { trace } = await loaded(1234);
    expect(trace.list[0]?.number).toBe(1234);
    for (let looks = 0; trace.more !== null && looks < 20; looks += 1) await trace.older();
    expect(numbers(trace.list)).toEqual(Array.from({ length: 1234 }, (_, at) => 1234 - at));
  });

  it('get new ones on top', async () => {
    const { trace, add } = await loaded(3);
    add(4);
    await trace.poll(false);
    expect(numbers(trace.list)).toEqual([4, 3, 2, 1]);
  });

  it('wait with new ones while somebody looks further down', async () => {
    const { trace, add } = await loaded(3);
    add(5, 4);
    await trace.poll(true);
    expect([numbers(trace.list), numbers(trace.fresh)]).toEqual([
      [3, 2, 1],
      [5, 4],
    ]);
    await trace.release();
    expect([numbers(trace.list), trace.fresh.length]).toEqual([[5, 4, 3, 2, 1], 0]);
  });

  it('stand still while they are held, and are all there afterwards', async () => {
    const { trace, add } = await loaded(3);
    await trace.hold(true);
    add(4);
    await trace.poll(false);
    expect([numbers(trace.list), numbers(trace.fresh)]).toEqual([[3, 2, 1], [4]]);
    await trace.hold(false);
    expect([numbers(trace.list), trace.held, trace.fresh.length]).toEqual([[4, 3, 2, 1], false, 0]);
  });

  it('are read anew when more came than is kept waiting', async () => {
    const { trace, add } = await loaded(3);
    for (let number = 4; number < 900; number += 1) add(number);
    await trace.poll(false);
    expect(trace.list[0]?.number).toBe(899);
    expect(trace.more).not.toBeNull();
  });

  it('follow a filter', async () => {
    const { host, trace } = await loaded(2);
    host.trace = [line(3, { verdict: 'bad' }), ...host.trace];
    await trace.load({ ...ALL, problems: true });
    expect(numbers(trace.list)).toEqual([3]);
    expect(trace.today).toMatchObject({ lines: 3, problems: 1 });
  });
});

describe('answers that come later', () => {
  const open = line(2, { verdict: 'open', answer: null });

  it('take the place of the open line', () => {
    const list = merged([line(3), open, line(1)], [line(2)], null);
    expect(numbers(list)).toEqual([3, 2, 1]);
    expect(list[1]?.answer).not.toBeNull();
  });

  it('of lines that are not loaded yet are left out', () => {
    expect(numbers(merged([line(9), line(8)], [line(2)], 8))).toEqual([9, 8]);
  });

  it('put a line into its place that only now fits the filter', () => {
    expect(numbers(merged([line(9), line(3)], [line(5)], 2))).toEqual([9, 5, 3]);
  });
});
