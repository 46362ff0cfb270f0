// Decimal text, exactly: whole numbers of its smallest digit, never a float.

interface Exact {
  units: bigint;
  /** Digits after the point. */
  digits: number;
}

function read(text: string): Exact {
  const match = /^(-?)(\d+)(?:\.(\d*))?$/.exec(text);
  if (!match) return { units: 0n, digits: 0 };
  const fraction = match[3] ?? '';
  const units = BigInt(`${match[2]}${fraction}`);
  return { units: match[1] ? -units : units, digits: fraction.length };
}

function write({ units, digits }: Exact): string {
  const text = String(units < 0n ? -units : units).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  const sign = units < 0n ? '-' : '';
  return digits === 0 ? `${sign}${whole}` : `${sign}${whole}.${text.slice(-digits)}`;
}

function level(a: string, b: string): [Exact, Exact] {
  const [one, two] = [read(a), read(b)];
  const digits = Math.max(one.digits, two.digits);
  const raise = ({ units, digits: had }: Exact) => ({ units: units * 10n ** BigInt(digits - had), digits });
  return [raise(one), raise(two)];
}

export function plus(a: string, b: string): string {
  const [one, two] = level(a, b);
  return write({ units: one.units + two.units, digits: one.digits });
}

export function minus(a: string, b: string): string {
  const [one, two] = level(a, b);
  return write({ units: one.units - two.units, digits: one.digits });
}

/** Below, at or above zero. */
export function signOf(text: string): -1 | 0 | 1 {
  const { units } = read(text);
  return units < 0n ? -1 : units > 0n ? 1 : 0;
}

/** What a person typed as decimal text with a point, or null when it is none with at most so many digits after it. */
export function typed(text: string, digits: number): string | null {
  const match = /^(\d{1,9})(?:[.,](\d+))?$/.exec(text.trim());
  if (!match || (match[2] ?? '').length > digits) return null;
  const whole = (match[1] ?? '').replace(/^0+(?=\d)/, '');
  return match[2] === undefined ? whole : `${whole}.${match[2]}`;
}

/** Kilowatt-hours as a person types them, in watt-hours; null when it is none. */
export function typedKwh(text: string): number | null {
  const value = typed(text, 3);
  if (value === null) return null;
  const { units, digits } = read(value);
  return Number(units * 10n ** BigInt(3 - digits));
}

/** Watt-hours as a person would type kilowatt-hours: `14882.4`. */
export function kwhText(wattHours: number): string {
  return write({ units: BigInt(Math.round(wattHours)), digits: 3 }).replace(/\.?0+$/, '');
}
