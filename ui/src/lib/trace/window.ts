// Which rows of a long list have to be there, and how much room the others take.

/** Where each row begins, with the end of the last one as one more; `heightOf` gives measured rows their own height. */
export function offsets(
  keys: readonly number[],
  heightOf: (key: number) => number | undefined,
  usual: number,
): Float64Array {
  const at = new Float64Array(keys.length + 1);
  keys.forEach((key, index) => {
    at[index + 1] = (at[index] ?? 0) + (heightOf(key) ?? usual);
  });
  return at;
}

export interface Slice {
  /** The first row that is there. */
  from: number;
  /** The row after the last that is there. */
  to: number;
  /** Room above and below, in pixels. */
  above: number;
  below: number;
}

/** The rows between two heights of the list, and `spare` more on either side. */
export function visible(at: Float64Array, top: number, bottom: number, spare: number): Slice {
  const count = at.length - 1;
  const from = Math.max(0, Math.min(count, search(at, top)) - spare);
  const to = Math.min(count, Math.max(from, search(at, bottom) + 1 + spare));
  const whole = at[count] ?? 0;
  return { from, to, above: at[from] ?? 0, below: whole - (at[to] ?? whole) };
}

/** The row that holds a height. */
function search(at: Float64Array, height: number): number {
  let low = 0;
  let high = at.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((at[middle] ?? 0) <= height) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The middle one of some figures by size; 0 without any. */
export function middle(figures: readonly number[]): number {
  return figures.toSorted((a, b) => a - b)[figures.length >> 1] ?? 0;
}
