// The trace of the core in memory: the same filters and pages, over a list.

import type { TraceLineView, TracePage, TraceQuery } from '../generated/bridge';

const PROBLEMS = ['warn', 'bad', 'noAnswer'];

/** A page of a list that is sorted newest first. */
export function tracePage(all: readonly TraceLineView[], query: TraceQuery): TracePage {
  const of = all.filter((line) => query.station === null || line.station === query.station);
  const text = query.text?.trim().toLowerCase() ?? '';
  const found = of.filter(
    (line) =>
      (query.only.length === 0 || query.only.includes(line.action)) &&
      !query.without.includes(line.action) &&
      !query.withoutSaying.some((words) => line.call.includes(words)) &&
      (!query.problems || PROBLEMS.includes(line.verdict)) &&
      (!query.orders || line.direction === 'toCharger') &&
      (text === '' ||
        query.textActions.includes(line.action) ||
        query.textMeans.some((meant) => `${line.call} ${line.answer?.text ?? ''}`.includes(meant)) ||
        `${line.action} ${line.call} ${line.answer?.text ?? ''}`.toLowerCase().includes(text)),
  );
  const wanted = found.filter((line) =>
    query.after !== null ? line.number > query.after : query.before === null || line.number < query.before,
  );
  const lines = wanted.slice(0, query.limit || 200);
  const next = wanted[lines.length];
  return {
    lines,
    more: next ? next.number + 1 : null,
    newest: all[0]?.number ?? 0,
    today: {
      lines: of.length,
      problems: of.filter((line) => PROBLEMS.includes(line.verdict)).length,
      orders: of.filter((line) => line.direction === 'toCharger').length,
    },
    perMinute: Math.min(14, of.length),
    lost: 0,
  };
}
