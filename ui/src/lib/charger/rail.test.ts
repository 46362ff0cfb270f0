import { describe, expect, it } from 'vitest';

import { demoSnapshot, station } from '../host/memory/demo';
import { rail, tickStep } from './rail';

const stations = demoSnapshot(0).stations;

describe('the load rail', () => {
  it('shares the rail by power and puts the limit where it lies', () => {
    const drawn = rail(stations, 50_000);
    expect(drawn.shares.map((share) => share.station.bay)).toEqual([1, 2]);
    expect(drawn.total).toBe(41_100);
    expect(drawn.limitAt).toBeCloseTo(100 / 1.1);
    expect(drawn.over).toBe(false);
    expect(drawn.waiting.map((ghost) => ghost.station.bay)).toEqual([4]);
  });

  it('fills the whole rail when there is no limit', () => {
    const drawn = rail(stations, null);
    const end = drawn.waiting.at(-1) ?? drawn.shares.at(-1);
    expect((end?.x ?? 0) + (end?.width ?? 0)).toBeCloseTo(100);
  });

  it('stretches beyond the limit when more is used', () => {
    const drawn = rail(stations, 20_000);
    expect(drawn.over).toBe(true);
    expect(drawn.limitAt).toBeLessThan(60);
  });

  it('is empty without power and does not divide by nothing', () => {
    expect(rail([station(1)], null)).toMatchObject({ shares: [], ticks: [], total: 0 });
  });

  it('steps in ones, twos and fives', () => {
    expect([tickStep(47_850), tickStep(7400), tickStep(22_000)]).toEqual([10_000, 2000, 5000]);
  });
});
