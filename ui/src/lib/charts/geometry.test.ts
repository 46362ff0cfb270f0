import { describe, expect, it } from 'vitest';

import { dragSpan, heightOf, NARROWEST, nearest, placeOf, reachOf, stepTime, timeAt, valueAt } from './geometry';

const chart = { from: 1_000_000, to: 2_000_000 };
const panel = { key: 'power', unit: 'kW', x: 40, y: 10, width: 500, height: 100, min: 0, max: 40, series: [] };
const series = (points: [number, number | null][]) => ({ key: 'a', label: 'A', bay: null, color: '#000', points });

describe('the chart’s cursor', () => {
  it('turns a place into a time and back', () => {
    expect(timeAt(chart, panel, 290)).toBe(1_500_000);
    expect(placeOf(chart, panel, 1_500_000)).toBe(290);
  });

  it('stays within the plot', () => {
    expect(timeAt(chart, panel, 0)).toBe(chart.from);
    expect(timeAt(chart, panel, 900)).toBe(chart.to);
    expect(heightOf(panel, 80)).toBe(10);
    expect(heightOf(panel, 10)).toBe(85);
  });

  it('finds the nearest point on either side', () => {
    const points: [number, number][] = [
      [10, 1],
      [20, 2],
      [40, 3],
    ];
    expect(nearest(points, 29)).toBe(1);
    expect(nearest(points, 31)).toBe(2);
    expect(nearest(points, -5)).toBe(0);
    expect(nearest(points, 99)).toBe(2);
    expect(nearest([], 3)).toBe(-1);
  });

  it('reads no value where a gap lies', () => {
    const measured = series([
      [10, 5],
      [20, null],
      [30, 7],
      [500, 9],
    ]);
    expect(valueAt(measured, 21, 20)).toBeNull();
    expect(valueAt(measured, 31, 20)).toBe(7);
    expect(valueAt(measured, 250, 20)).toBeNull();
  });

  it('steps from point to point and stops at the ends', () => {
    expect(stepTime([10, 20, 30], 20, 1)).toBe(30);
    expect(stepTime([10, 20, 30], 30, 1)).toBe(30);
    expect(stepTime([10, 20, 30], null, -1)).toBe(30);
    expect(stepTime([], null, 1)).toBeNull();
  });

  it('takes a short drag for a click and never zooms into nothing', () => {
    expect(dragSpan(chart, panel, 100, 103)).toBeNull();
    const close = dragSpan(chart, panel, 290, 300);
    expect(close && close.to - close.from).toBe(NARROWEST);
    expect(dragSpan(chart, panel, 540, 40)).toEqual(chart);
  });

  it('reaches twice as far as points usually lie apart', () => {
    expect(reachOf([0, 10_000, 20_000, 90_000], chart)).toBe(20_000);
  });
});
