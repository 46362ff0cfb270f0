// Charts for the core in memory: enough of a drawing to look at, with the geometry that the real ones have.

import type { ChartQuery, ChartView, PanelView, SeriesView } from '../generated/bridge';

const PALETTE = {
  light: { grid: '#E0E4E1', text: '#59605B', lines: ['#105FA6', '#7A4E8C', '#1B6F45'], bays: ['#113D70', '#195DA3'] },
  dark: { grid: '#232926', text: '#98A19C', lines: ['#77B8F0', '#C9A2DA', '#7BD29C'], bays: ['#A1C6E1', '#64A6E1'] },
};
const LEFT = 44;
const BOTTOM = 24;
const TOP = 18;

function wave(at: number, seed: number): number {
  return 0.75 + 0.2 * Math.sin(at / 900_000 + seed) + 0.05 * Math.sin(at / 60_000 + seed);
}

function pointsOf(from: number, to: number, top: number, seed: number): [number, number][] {
  const count = 120;
  return Array.from({ length: count }, (_, i) => {
    const at = Math.round(from + ((to - from) * i) / (count - 1));
    return [at, top * wave(at, seed)];
  });
}

export function drawChart(query: ChartQuery, now: number): ChartView {
  const colors = PALETTE[query.theme];
  const span = query.chart.kind === 'sitePower' ? 10 : 1;
  const from = query.from ?? now - span * 3_600_000;
  const to = query.to ?? now;
  const width = query.width - LEFT - 8;
  const site = query.chart.kind === 'sitePower' || query.chart.kind === 'energyByDay';
  const wanted = site
    ? [
        {
          key: query.chart.kind === 'sitePower' ? 'power' : 'energy',
          unit: site ? 'kW' : 'kWh',
          max: 40,
          tops: [11, 18],
        },
      ]
    : [
        { key: 'power', unit: 'kW', max: 40, tops: [32] },
        { key: 'current', unit: 'A', max: 100, tops: [81] },
        { key: 'battery', unit: '%', max: 100, tops: [64] },
      ];
  const room = query.height - BOTTOM - TOP * wanted.length;
  let y = TOP;
  const panels: PanelView[] = wanted.map((panel, index) => {
    const height = Math.floor(room * (wanted.length === 1 ? 1 : index === 0 ? 0.5 : 0.25));
    const series: SeriesView[] = panel.tops.map((top, n) => ({
      key: `${panel.key}-${n}`,
      label: site ? `Bay ${n + 1}` : panel.key,
      bay: site ? n + 1 : null,
      color: (site ? colors.bays[n] : colors.lines[index]) ?? '#888',
      points: pointsOf(from, to, top, n),
    }));
    const view = { key: panel.key, unit: panel.unit, x: LEFT, y, width, height, min: 0, max: panel.max, series };
    y += height + TOP;
    return view;
  });
  return { svg: svgOf(query, panels, colors, from, to), panels, from, to, empty: false };
}

function svgOf(
  query: ChartQuery,
  panels: PanelView[],
  colors: { grid: string; text: string },
  from: number,
  to: number,
): string {
  const parts = panels.map((panel) => {
    const px = (at: number) => (panel.x + ((at - from) / (to - from)) * panel.width).toFixed(1);
    const py = (value: number) => (panel.y + panel.height * (1 - value / panel.max)).toFixed(1);
    const grid = [0, 0.5, 1].map((part) => {
      const at = panel.y + panel.height * (1 - part);
      return (
        `<line x1="${panel.x}" x2="${panel.x + panel.width}" y1="${at}" y2="${at}" stroke="${colors.grid}"/>` +
        `<text x="${panel.x - 8}" y="${at + 4}" text-anchor="end" font-size="11" fill="${colors.text}">${panel.max * part}</text>`
      );
    });
    let below = panel.series[0]?.points.map(() => 0) ?? [];
    const drawn = panel.series.map((series) => {
      const tops = series.points.map(([, value], i) => (value ?? 0) + (below[i] ?? 0));
      const line = series.points.map(([at], i) => `${px(at)},${py(tops[i] ?? 0)}`);
      const base = series.points.map(([at], i) => `${px(at)},${py(below[i] ?? 0)}`).reverse();
      below = tops;
      return panel.series.length > 1
        ? `<polygon points="${[...line, ...base].join(' ')}" fill="${series.color}"/>`
        : `<polyline points="${line.join(' ')}" fill="none" stroke="${series.color}" stroke-width="2"/>`;
    });
    return grid.join('') + drawn.join('');
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${query.width}" height="${query.height}" viewBox="0 0 ${query.width} ${query.height}" font-family="Mona Sans">${parts.join('')}</svg>`;
}
