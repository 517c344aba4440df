import type { Metrics, MetricsPoint, MetricsTotals, TimeRange } from "@annex/contract";
import { Prisma, type Tx } from "@annex/db";
import { z } from "zod";
import { deploymentMarkers } from "./deployment-markers.ts";
import { ranges } from "./metrics.ts";

/** Of which invocations: of all, of one tenant, or of one function. */
export interface MetricsScope {
  readonly tenantId?: string;
  readonly functionId?: string;
}

/** A chart shows more buckets than a sparkline. Seconds. */
const chartBuckets: Record<TimeRange, number> = { "1h": 60, "24h": 900, "7d": 7200 };

const rowSchema = z.object({
  at: z.number().nullable(),
  invocations: z.number(),
  errors: z.number(),
  p50: z.number().nullable(),
  p95: z.number().nullable(),
  p99: z.number().nullable(),
});
type Row = z.infer<typeof rowSchema>;

const nothing: MetricsTotals = { invocations: 0, errors: 0, errorRate: 0, p50Ms: null, p95Ms: null, p99Ms: null };

function toTotals(row: Row | undefined): MetricsTotals {
  if (!row || row.invocations === 0) return nothing;
  const { invocations, errors, p50: p50Ms, p95: p95Ms, p99: p99Ms } = row;
  return { invocations, errors, errorRate: errors / invocations, p50Ms, p95Ms, p99Ms };
}

interface Aggregation {
  readonly from: Date;
  readonly bucketSeconds: number | null;
  readonly scope: MetricsScope;
}

/** One row a bucket with invocations (`at` in epoch seconds); one row in all where there is no bucket. */
async function aggregate(tx: Pick<Tx, "$queryRaw">, { from, bucketSeconds, scope }: Aggregation): Promise<Row[]> {
  const bucket =
    bucketSeconds === null
      ? Prisma.sql`NULL::float8`
      : Prisma.sql`(floor(extract(epoch FROM started_at) / ${bucketSeconds}::int) * ${bucketSeconds}::int)::float8`;
  const tenant = scope.tenantId ? Prisma.sql`AND tenant_id = ${scope.tenantId}::uuid` : Prisma.empty;
  const fn = scope.functionId ? Prisma.sql`AND function_id = ${scope.functionId}::uuid` : Prisma.empty;
  const rows = await tx.$queryRaw`
    SELECT ${bucket} AS at, count(*)::int AS invocations,
      (count(*) FILTER (WHERE outcome <> 'success'))::int AS errors,
      percentile_cont(0.5) WITHIN GROUP (ORDER BY total_ms) AS p50,
      percentile_cont(0.95) WITHIN GROUP (ORDER BY total_ms) AS p95,
      percentile_cont(0.99) WITHIN GROUP (ORDER BY total_ms) AS p99
    FROM invocations WHERE started_at >= ${from} ${tenant} ${fn} GROUP BY 1`;
  return z.array(rowSchema).parse(rows);
}

/**
 * Totals of the range that ends at `now` and its time series. Buckets lie on whole multiples of their length, so that a
 * later answer has the same ones; the first bucket is whole and may begin a little before the range.
 */
export async function metricsSeries(
  tx: Pick<Tx, "$queryRaw" | "deployment">,
  range: TimeRange,
  scope: MetricsScope = {},
  now = new Date(),
): Promise<Metrics> {
  const bucketSeconds = chartBuckets[range];
  const rangeStart = new Date(now.getTime() - ranges[range].seconds * 1000);
  const firstBucket = Math.floor(rangeStart.getTime() / 1000 / bucketSeconds) * bucketSeconds;
  const from = new Date(firstBucket * 1000);
  const [total] = await aggregate(tx, { from: rangeStart, bucketSeconds: null, scope });
  const rows = new Map((await aggregate(tx, { from, bucketSeconds, scope })).map((row) => [row.at, row]));
  const series: MetricsPoint[] = [];
  for (let at = firstBucket; at * 1000 <= now.getTime(); at += bucketSeconds) {
    series.push({ at: new Date(at * 1000).toISOString(), ...toTotals(rows.get(at)) });
  }
  const deployments = await deploymentMarkers(tx, from, scope);
  const span = { from: from.toISOString(), to: now.toISOString() };
  return { range, ...span, bucketSeconds, totals: toTotals(total), series, deployments };
}
