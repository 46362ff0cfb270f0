// A chart in words: what it shows, for who cannot see it.

import type { ChartView, PanelView, SeriesView } from '../host/generated/bridge';
import type { Formats } from '../text/formats';
import { isKey, t } from '../text/text';
import { valueAt } from './geometry';

export function digitsOf(panel: PanelView): number {
  return panel.unit === '%' ? 0 : 1;
}

export function panelWords(panel: PanelView): string {
  const key = `panel.${panel.key}`;
  return isKey(key) ? t(key) : panel.key;
}

/** A bay's series is called by its bay; a single one by what its panel shows. */
export function seriesWords(panel: PanelView, series: SeriesView): string {
  if (series.bay !== null && panel.series.length > 1) return t('bay.name', { bay: series.bay });
  return panel.series.length > 1 ? series.label : panelWords(panel);
}

/** The largest value drawn and when, over the sum of a panel's series. */
export function peak(panel: PanelView): { at: number; value: number } | null {
  const sums = new Map<number, number>();
  for (const series of panel.series) {
    for (const [at, value] of series.points) if (value !== null) sums.set(at, (sums.get(at) ?? 0) + value);
  }
  let best: { at: number; value: number } | null = null;
  for (const [at, value] of sums) if (!best || value > best.value) best = { at, value };
  return best;
}

export function chartSentence(chart: ChartView, title: string, formats: Formats): string {
  const range = t('chart.range', { from: formats.near(chart.from, chart.to), to: formats.clock(chart.to) });
  if (chart.empty) return `${title}. ${range}. ${t('chart.empty')}`;
  const said = chart.panels.map((panel) => {
    const most = peak(panel);
    return most
      ? t('chart.peak', {
          what: panelWords(panel),
          value: formats.number(most.value, digitsOf(panel)),
          unit: panel.unit,
          at: panel.key === 'energy' ? formats.day(most.at) : formats.clock(most.at),
        })
      : '';
  });
  return [`${title}.`, `${range}.`, ...said.filter(Boolean)].join(' ');
}

/** What stands at one time, in a breath. */
export function readoutSentence(chart: ChartView, at: number, reach: number, formats: Formats): string {
  const said = chart.panels.flatMap((panel) =>
    panel.series.map((series) => {
      const value = valueAt(series, at, reach);
      const words = value === null ? t('chart.gap') : `${formats.number(value, digitsOf(panel))} ${panel.unit}`;
      return `${seriesWords(panel, series)} ${words}`;
    }),
  );
  return `${formats.clockSeconds(at)}: ${said.join(', ')}`;
}
