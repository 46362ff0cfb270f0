// When a price counts, in words: "23:00 to 07:00, Saturday and Sunday, 1 May to 30 Sept".

import type { WindowView } from '../host/generated/bridge';
import type { Formats } from '../text/formats';
import { t } from '../text/text';

/** Days that follow each other, three or more, are told as from–to. */
function dayWords(days: readonly number[], formats: Formats): string {
  const sorted = days.toSorted((a, b) => a - b);
  const [first, last] = [sorted[0] ?? 1, sorted.at(-1) ?? 7];
  const unbroken = sorted.length > 2 && last - first === sorted.length - 1;
  if (unbroken) return t('tariff.window.fromTo', { from: formats.weekdayName(first), to: formats.weekdayName(last) });
  return formats.list(sorted.map((day) => formats.weekdayName(day)));
}

/** Empty when it always counts. */
export function windowWords(window: WindowView, formats: Formats): string {
  const parts: string[] = [];
  const { fromMinute, toMinute, weekdays, seasonFrom, seasonTo } = window;
  if (fromMinute !== null || toMinute !== null) {
    parts.push(
      t('tariff.window.fromTo', { from: formats.minute(fromMinute ?? 0), to: formats.minute(toMinute ?? 1440) }),
    );
  }
  if (weekdays.length > 0 && weekdays.length < 7) parts.push(dayWords(weekdays, formats));
  if (seasonFrom && seasonTo) {
    const [from, to] = [formats.yearDay(...seasonFrom), formats.yearDay(...seasonTo)];
    parts.push(t('tariff.window.fromTo', { from, to }));
  }
  return parts.join(', ');
}
