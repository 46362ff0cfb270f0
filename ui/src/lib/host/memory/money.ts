// Money of the core in memory: integer smallest units of a currency with two digits.

import type { MoneyView, SessionView } from '../generated/bridge';

/** `12.30` as 1230; more digits than two are cut. */
export function minor(text: string): number {
  const [whole = '0', fraction = ''] = text.split('.', 2);
  const sign = whole.startsWith('-') ? -1 : 1;
  return Number(whole) * 100 + sign * Number(fraction.padEnd(2, '0').slice(0, 2));
}

/** 1230 as `12.30`. */
export function decimal(amount: number): string {
  const digits = String(Math.abs(amount)).padStart(3, '0');
  return `${amount < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** A price with up to six digits, times a quantity in thousandths or whatever `per` says, rounded once. */
export function times(price: string, quantity: number, per: number): number {
  const [whole = '0', fraction = ''] = price.split('.', 2);
  const micro = BigInt(whole) * 1_000_000n + BigInt(fraction.padEnd(6, '0').slice(0, 6));
  const divisor = BigInt(per) * 10_000n;
  return Number((2n * micro * BigInt(Math.round(quantity)) + divisor) / (2n * divisor));
}

/** What sessions cost, by currency. */
export function sums(sessions: readonly SessionView[]): MoneyView[] {
  const by = new Map<string, number>();
  for (const { cost, currency } of sessions) {
    if (cost !== null && currency !== null) by.set(currency, (by.get(currency) ?? 0) + minor(cost));
  }
  return [...by].map(([currency, amount]) => ({ currency, amount: decimal(amount) }));
}
