import { describe, expect, it } from 'vitest';

import { middle, offsets, visible } from './window';

const ROWS = 50_000;
const USUAL = 37;
const keys = Array.from({ length: ROWS }, (_, at) => ROWS - at);
const even = offsets(keys, () => undefined, USUAL);

describe('the rows that have to be there', () => {
  it('are those in sight and some to spare, however long the list is', () => {
    for (const top of [0, 1, 36, 37, 12_345, 900_000, ROWS * USUAL - 820]) {
      const slice = visible(even, top, top + 820, 12);
      expect(slice.to - slice.from).toBeLessThanOrEqual(820 / USUAL + 2 + 2 * 12);
      expect(slice.from * USUAL).toBeLessThanOrEqual(top);
      expect(slice.to * USUAL).toBeGreaterThanOrEqual(Math.min(top + 820, ROWS * USUAL));
    }
  });

  it('leave room above and below so that the bar stays as long as the list', () => {
    for (const top of [0, 500, 777_777, 10_000_000]) {
      const slice = visible(even, top, top + 820, 12);
      expect(slice.above + (slice.to - slice.from) * USUAL + slice.below).toBe(ROWS * USUAL);
    }
  });

  it('begin at the first and end at the last', () => {
    expect(visible(even, 0, 820, 12).from).toBe(0);
    const end = visible(even, ROWS * USUAL - 820, ROWS * USUAL, 12);
    expect([end.to, end.below]).toEqual([ROWS, 0]);
  });

  it('count an opened row with its own height', () => {
    const open = offsets(keys, (key) => (key === ROWS - 10 ? 900 : undefined), USUAL);
    expect(open[11]).toBe(10 * USUAL + 900);
    expect(open[ROWS]).toBe((ROWS - 1) * USUAL + 900);
    // In the middle of the opened row: it is the first that is there.
    expect(visible(open, 10 * USUAL + 450, 10 * USUAL + 460, 0)).toMatchObject({ from: 10, to: 11 });
  });

  it('are all of a short list, and none of an empty one', () => {
    expect(
      visible(
        offsets([3, 2, 1], () => undefined, USUAL),
        0,
        820,
        12,
      ),
    ).toEqual({
      from: 0,
      to: 3,
      above: 0,
      below: 0,
    });
    expect(
      visible(
        offsets([], () => undefined, USUAL),
        0,
        820,
        12,
      ),
    ).toEqual({ from: 0, to: 0, above: 0, below: 0 });
  });

  it('stay within the list when it has become shorter than where one looked', () => {
    const slice = visible(
      offsets([2, 1], () => undefined, USUAL),
      5000,
      5820,
      12,
    );
    expect(slice).toEqual({ from: 0, to: 2, above: 0, below: 0 });
  });
});

describe('the height taken for rows not measured yet', () => {
  it('is the middle one, so that an opened row does not count', () => {
    expect(middle([92, 900, 92, 74, 92])).toBe(92);
    expect(middle([])).toBe(0);
  });
});
