import type { MetricsTotals, TimeRange } from "@annex/contract";
import { Prisma, type Tx } from "@annex/db";
import { z } from "zod";

/** How each range is cut: length and bucket in seconds. */
export const ranges: Record<TimeRange, { seconds: number; bucketSeconds: number }> = {
  "1h": { seconds: 3600, bucketSeconds: 120 },
  "24h": { seconds: 86_400, bucketSeconds: 3600 },
  "7d": { seconds: 604_800, bucketSeconds: 21_600 },
};

export interface MetricsRow {
  readonly totals: MetricsTotals;
  /** Invocations per bucket, oldest first. */
  readonly sparkline: number[];
}

const totalsRows = z.array(
  z.object({
    id: z.string(),
    invocations: z.number(),
    errors: z.number(),
    p50: z.number().nullable(),
    p95: z.number().nullable(),
    p99: z.number().nullable(),
  }),
);
const bucketRows = z.array(z.object({ id: z.string(), bucket: z.number(), invocations: z.number() }));

export function emptyMetrics(range: TimeRange): MetricsRow {
  const { seconds, bucketSeconds } = ranges[range];
  const totals = { invocations: 0, errors: 0, errorRate: 0, p50Ms: null, p95Ms: null, p99Ms: null };
  return { totals, sparkline: new Array<number>(seconds / bucketSeconds).fill(0) };
}

const columns = {
  tenant: Prisma.sql`tenant_id`,
  function: Prisma.sql`function_id`,
  platform: Prisma.sql`'platform'`,
};

/** Totals and sparkline of everything in the range that ends now. */
export async function platformMetrics(tx: Pick<Tx, "$queryRaw">, range: TimeRange): Promise<MetricsRow> {
  return (await metricsBy(tx, "platform", { range })).get("platform") ?? emptyMetrics(range);
}

/** Totals and sparkline of the range that ends now, by tenant or by function (of one tenant, of some functions). */
export async function metricsBy(
  tx: Pick<Tx, "$queryRaw">,
  by: "tenant" | "function" | "platform",
  { range, tenantId, functionIds }: { range: TimeRange; tenantId?: string; functionIds?: readonly string[] },
): Promise<Map<string, MetricsRow>> {
  const { seconds, bucketSeconds } = ranges[range];
  const column = columns[by];
  const from = Prisma.sql`started_at >= now() - make_interval(secs => ${seconds})`;
  const ofTenant = tenantId ? Prisma.sql`AND tenant_id = ${tenantId}::uuid` : Prisma.empty;
  const ofFunctions = functionIds ? Prisma.sql`AND function_id = ANY(${functionIds}::uuid[])` : Prisma.empty;
  const where = Prisma.sql`${from} ${ofTenant} ${ofFunctions}`;
  const totals = await tx.$queryRaw`
    SELECT ${column}::text AS id, count(*)::int AS invocations,
      (count(*) FILTER (WHERE outcome <> 'success'))::int AS errors,
      percentile_cont(0.5) WITHIN GROUP (ORDER BY total_ms) AS p50,
      percentile_cont(0.95) WITHIN GROUP (ORDER BY total_ms) AS p95,
      percentile_cont(0.99) WITHIN GROUP (ORDER BY total_ms) AS p99
    FROM invocations WHERE ${where} GROUP BY 1`;
  const buckets = await tx.$queryRaw`
    SELECT ${column}::text AS id,
      least(floor(extract(epoch FROM now() - started_at) / ${bucketSeconds}), ${seconds / bucketSeconds - 1})::int AS bucket,
      count(*)::int AS invocations
    FROM invocations WHERE ${where} AND started_at <= now() GROUP BY 1, 2`;
  const found = new Map<string, MetricsRow>();
  for (const row of totalsRows.parse(totals)) {
    const { id, invocations, errors, p50: p50Ms, p95: p95Ms, p99: p99Ms } = row;
    const sparkline = emptyMetrics(range).sparkline;
    found.set(id, { totals: { invocations, errors, errorRate: errors / invocations, p50Ms, p95Ms, p99Ms }, sparkline });
  }
  for (const { id, bucket, invocations } of bucketRows.parse(buckets)) {
    const sparkline = found.get(id)?.sparkline;
    if (sparkline) sparkline[sparkline.length - 1 - bucket] = invocations;
  }
  return found;
}
