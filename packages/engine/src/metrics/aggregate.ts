import { z } from "zod";

/** What a metric's values in one span of time come to. `buckets` counts values by size, for percentiles. */
export const aggregateSchema = z.object({
  count: z.number(),
  sum: z.number(),
  min: z.number(),
  max: z.number(),
  buckets: z.record(z.string(), z.number()),
});
export type Aggregate = z.infer<typeof aggregateSchema>;

/** Two values of one bucket differ by less than this: percentiles are right to half a per cent. */
const growth = Math.log(1.01);

function bucketOf(value: number): string {
  if (value <= 0) return "zero";
  return value === 1 ? "0" : String(Math.ceil(Math.log(value) / growth));
}
const middleOf = (bucket: string) => (bucket === "zero" ? 0 : Math.exp((Number(bucket) - 0.5) * growth));

export function emptyAggregate(): Aggregate {
  return { count: 0, sum: 0, min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY, buckets: {} };
}

/** Adds one value in place: this is on the way of every invocation. */
export function addValue(aggregate: Aggregate, value: number): void {
  aggregate.count += 1;
  aggregate.sum += value;
  if (value < aggregate.min) aggregate.min = value;
  if (value > aggregate.max) aggregate.max = value;
  const bucket = bucketOf(value);
  aggregate.buckets[bucket] = (aggregate.buckets[bucket] ?? 0) + 1;
}

/** Adds all of another aggregate in place. */
export function addAggregate(aggregate: Aggregate, other: Aggregate): void {
  aggregate.count += other.count;
  aggregate.sum += other.sum;
  aggregate.min = Math.min(aggregate.min, other.min);
  aggregate.max = Math.max(aggregate.max, other.max);
  for (const [bucket, count] of Object.entries(other.buckets)) {
    aggregate.buckets[bucket] = (aggregate.buckets[bucket] ?? 0) + count;
  }
}

/** The value that `percent` of all values do not exceed; 0 < percent <= 100. */
export function percentile({ count, min, max, buckets }: Aggregate, percent: number): number {
  const rank = Math.ceil((percent / 100) * count);
  const sorted = Object.entries(buckets)
    .map(([bucket, size]) => ({ value: Math.min(Math.max(middleOf(bucket), min), max), size }))
    .sort((one, other) => one.value - other.value);
  let seen = 0;
  for (const { value, size } of sorted) {
    seen += size;
    if (seen >= count) return max;
    if (seen >= rank) return value;
  }
  return max;
}
