// What a session costs, roughly as the core would say: energy divided by time over the windows, and a fee.

import type {
  BillLineView,
  BillView,
  SessionView,
  TariffElementView,
  TariffView,
  WindowView,
} from '../generated/bridge';
import { decimal, minor, times } from './money';

const MINUTE = 60_000;

function counts({ fromMinute, toMinute, weekdays }: WindowView, at: number): boolean {
  const date = new Date(at);
  const minute = date.getUTCHours() * 60 + date.getUTCMinutes();
  const inDay =
    fromMinute === null || toMinute === null
      ? true
      : fromMinute < toMinute
        ? minute >= fromMinute && minute < toMinute
        : minute >= fromMinute || minute < toMinute;
  return inDay && (weekdays.length === 0 || weekdays.includes(date.getUTCDay() || 7));
}

export function priced(session: SessionView, tariff: TariffView | undefined): BillView | null {
  const version = tariff?.versions.filter((one) => one.validFrom <= session.startedAt).at(-1);
  if (!tariff || !version || session.energyWh === null) return null;
  const lines: BillLineView[] = [];
  const add = (element: TariffElementView, quantity: number, per: number) => {
    const { component, window, price, vat } = element;
    const amount = decimal(times(price, quantity, per));
    lines.push({ component, window, quantity, price, vat, amount, estimated: session.flags.includes('estimated') });
  };
  const energy = version.elements.filter((one) => one.component === 'energy');
  const minutes = new Map<TariffElementView, number>();
  const durationS = session.endedAt === null ? session.durationS : (session.endedAt - session.startedAt) / 1000;
  const all = Math.max(1, Math.floor(durationS / 60));
  for (let minute = 0; minute < all; minute += 1) {
    const found = energy.find((one) => counts(one.window, session.startedAt + minute * MINUTE));
    if (found) minutes.set(found, (minutes.get(found) ?? 0) + 1);
  }
  let left = Math.max(0, session.energyWh - version.freeWh);
  const parts = [...minutes];
  parts.forEach(([element, of], at) => {
    const share = at === parts.length - 1 ? left : Math.min(left, Math.round((session.energyWh! * of) / all));
    left -= share;
    add(element, share, 1000);
  });
  for (const element of version.elements) if (element.component === 'session') add(element, 1, 1);
  const sum = lines.reduce((total, one) => total + minor(one.amount), 0);
  const vat = lines[0]?.vat ?? '0';
  const rate = minor(vat);
  const net = version.taxIncluded ? Math.round((sum * 10_000) / (10_000 + rate)) : sum;
  const tax = version.taxIncluded ? sum - net : Math.round((sum * rate) / 10_000);
  return {
    currency: version.currency,
    tariff: tariff.id,
    tariffName: tariff.name,
    version: version.number,
    taxIncluded: version.taxIncluded,
    lines,
    taxes: [{ vat, net: decimal(net), tax: decimal(tax) }],
    net: decimal(net),
    vat: decimal(tax),
    total: decimal(net + tax),
    estimated: lines.some((one) => one.estimated),
  };
}
