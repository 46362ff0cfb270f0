// Where on a drawn chart a time lies, and what stands there. Pixels are CSS pixels of the drawing.

import type { ChartView, PanelView, SeriesView } from '../host/generated/bridge';

export interface Span {
  from: number;
  to: number;
}

/** Narrower than this nothing more can be read, milliseconds. */
export const NARROWEST = 60_000;

/** The time under a place, kept within the drawn range. */
export function timeAt(chart: Span, panel: Pick<PanelView, 'x' | 'width'>, x: number): number {
  const part = panel.width > 0 ? (x - panel.x) / panel.width : 0;
  return Math.round(chart.from + Math.min(1, Math.max(0, part)) * (chart.to - chart.from));
}

export function placeOf(chart: Span, panel: Pick<PanelView, 'x' | 'width'>, at: number): number {
  const span = chart.to - chart.from;
  return span > 0 ? panel.x + ((at - chart.from) / span) * panel.width : panel.x;
}

/** The height of a value in its panel, px from the drawing's top. */
export function heightOf(panel: PanelView, value: number): number {
  const span = panel.max - panel.min;
  const part = span > 0 ? (value - panel.min) / span : 0;
  return panel.y + panel.height * (1 - Math.min(1, Math.max(0, part)));
}

/** The index of the point nearest to a time; -1 in an empty series. Points are sorted by time. */
export function nearest(points: readonly (readonly [number, number | null])[], at: number): number {
  let low = 0;
  let high = points.length - 1;
  if (high < 0) return -1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((points[middle]?.[0] ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  const after = points[low]?.[0] ?? 0;
  const before = points[low - 1]?.[0];
  return before !== undefined && at - before < after - at ? low - 1 : low;
}

/** The value of a series at a time: its nearest point, unless a gap lies there. */
export function valueAt(series: SeriesView, at: number, reach: number): number | null {
  const point = series.points[nearest(series.points, at)];
  return point && Math.abs(point[0] - at) <= reach ? point[1] : null;
}

/** The last value that was measured. */
export function newest(series: SeriesView): number | null {
  return series.points.findLast(([, value]) => value !== null)?.[1] ?? null;
}

/** Every time that any series has a point at, sorted, once each. */
export function times(chart: ChartView): number[] {
  const all = new Set<number>();
  for (const panel of chart.panels) for (const series of panel.series) for (const [at] of series.points) all.add(at);
  return [...all].filter((at) => at >= chart.from && at <= chart.to).sort((a, b) => a - b);
}

/** The time `step` points further, for the arrow keys. Without a cursor it begins at the end. */
export function stepTime(sorted: readonly number[], at: number | null, step: number): number | null {
  if (sorted.length === 0) return null;
  if (at === null) return sorted.at(step < 0 ? -1 : 0) ?? null;
  const points = sorted.map((time): [number, null] => [time, null]);
  const next = Math.min(sorted.length - 1, Math.max(0, nearest(points, at) + step));
  return sorted[next] ?? null;
}

/** The range between two places of a drag; null when it was rather a click. */
export function dragSpan(chart: Span, panel: Pick<PanelView, 'x' | 'width'>, a: number, b: number): Span | null {
  if (Math.abs(b - a) < 6) return null;
  const from = timeAt(chart, panel, Math.min(a, b));
  const to = timeAt(chart, panel, Math.max(a, b));
  if (to - from >= NARROWEST) return { from, to };
  const middle = (from + to) / 2;
  return { from: Math.round(middle - NARROWEST / 2), to: Math.round(middle + NARROWEST / 2) };
}

/** How far from a point its value still counts: twice the usual distance between points. */
export function reachOf(sorted: readonly number[], chart: Span): number {
  if (sorted.length < 2) return chart.to - chart.from;
  const gaps = sorted.slice(1).map((at, index) => at - (sorted[index] ?? at));
  gaps.sort((a, b) => a - b);
  return Math.max(2 * (gaps[gaps.length >> 1] ?? 0), 2000);
}
