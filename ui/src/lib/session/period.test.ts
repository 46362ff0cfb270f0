import { describe, expect, it } from 'vitest';

import { Formats } from '../text/formats';
import { boundsOf } from './period';

const formats = new Formats('en-IE', 'Europe/Dublin');
const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());

describe('the period', () => {
  it('covers whole days of the site', () => {
    const { from, to } = boundsOf({ from: '2026-10-24', to: '2026-10-25' }, '2026-11-21', formats);
    expect([iso(from), iso(to)]).toEqual(['2026-10-23T23:00:00.000Z', '2026-10-26T00:00:00.000Z']);
  });

  it('takes last month from its first to its last day', () => {
    const { from, to } = boundsOf({ preset: 'lastMonth' }, '2026-01-15', formats);
    expect([iso(from), iso(to)]).toEqual(['2025-12-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z']);
  });

  it('begins the week on the locale’s first day', () => {
    const week = boundsOf({ preset: 'lastWeek' }, '2026-10-14', formats);
    expect([iso(week.from), iso(week.to)]).toEqual(['2026-10-04T23:00:00.000Z', '2026-10-11T23:00:00.000Z']);
    const american = boundsOf({ preset: 'week' }, '2026-10-14', new Formats('en-US', 'UTC'));
    expect([iso(american.from), iso(american.to)]).toEqual(['2026-10-11T00:00:00.000Z', '2026-10-15T00:00:00.000Z']);
  });

  it('takes whole years, and a month over the end of daylight saving', () => {
    const year = boundsOf({ preset: 'lastYear' }, '2026-01-01', formats);
    expect([iso(year.from), iso(year.to)]).toEqual(['2025-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z']);
    const october = boundsOf({ preset: 'lastMonth' }, '2026-11-30', formats);
    expect([iso(october.from), iso(october.to)]).toEqual(['2026-09-30T23:00:00.000Z', '2026-11-01T00:00:00.000Z']);
  });

  it('has no ends for all time', () => {
    expect(boundsOf({ preset: 'all' }, '2026-01-15', formats)).toEqual({ from: null, to: null });
  });
});
