import type { TimeRange } from "@annex/contract";

/** The lengths of rollups: a minute, an hour, a day, a week of seven days (from 1 January 1970 on, a Thursday). */
export type BucketSeconds = 60 | 3600 | 86_400 | 604_800;

/** How a range is cut. Seconds; every bucket is a whole number of its source's. */
export interface RangeCut {
  readonly seconds: number;
  /** Totals are summed from rollups of this length, and the range begins on a whole one. */
  readonly totalsFrom: BucketSeconds;
  readonly chartBucket: number;
  readonly chartFrom: BucketSeconds;
  readonly sparkBucket: number;
}

const day = 86_400;

/** Minutes are kept for two days, hours for ten, days for years: see `keep-rollups.ts`. */
export const rangeCuts: Readonly<Record<TimeRange, RangeCut>> = {
  "1h": { seconds: 3600, totalsFrom: 60, chartBucket: 60, chartFrom: 60, sparkBucket: 120 },
  "24h": { seconds: day, totalsFrom: 3600, chartBucket: 900, chartFrom: 60, sparkBucket: 3600 },
  "7d": { seconds: 7 * day, totalsFrom: day, chartBucket: 7200, chartFrom: 3600, sparkBucket: day },
  "30d": { seconds: 30 * day, totalsFrom: day, chartBucket: day, chartFrom: day, sparkBucket: day },
  "90d": { seconds: 90 * day, totalsFrom: 604_800, chartBucket: day, chartFrom: day, sparkBucket: day },
};

/** When the range that ends at `now` begins: on a whole bucket, so that a chart and a table have the same sums. */
export function windowStart(range: TimeRange, now: Date): Date {
  const { seconds, totalsFrom, sparkBucket } = rangeCuts[range];
  const whole = Math.max(totalsFrom, sparkBucket) * 1000;
  return new Date(Math.floor((now.getTime() - seconds * 1000) / whole) * whole);
}
