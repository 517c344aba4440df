/** How much wider each bucket of a histogram is than the one before it (migration `rollups`, `annex_bucket`). */
const growth = 1.04;

/** The middle of a histogram's bucket in ms: within 2 % of whatever fell into it. */
export function bucketValue(bucket: number | null): number | null {
  return bucket === null ? null : growth ** (bucket + 0.5);
}
