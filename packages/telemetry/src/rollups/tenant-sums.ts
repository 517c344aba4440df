import type { TimeRange } from "@annex/contract";
import { Prisma } from "@annex/db";
import { rangeCuts, windowStart } from "./range-window.ts";
import { rollupErrors } from "./rollup-errors.ts";
import { rollupWhere } from "./rollup-where.ts";

/**
 * A subquery: the parts of which the tenants' ranges consist, to be added up (`tenant_id, invocations, errors, throttles,
 * cost_pico_usd, total_keys, total_counts, own_keys, own_counts`). It is the window that the worker keeps and the rollups
 * after it; where the window is of another moment, because the range has just moved on or no worker runs, it is the
 * rollups alone.
 * @param tenants which tenants: a condition on `tenant_id`.
 * @param from when the range begins, see `windowStart`.
 */
export function tenantParts(range: TimeRange, tenants: Prisma.Sql, from: Date): Prisma.Sql {
  const kept = Prisma.sql`FROM range_windows WHERE range = ${range} AND from_at = ${from}`;
  const where = rollupWhere({ of: {}, by: "tenant", from, source: rangeCuts[range].totalsFrom });
  return Prisma.sql`
    SELECT tenant_id, invocations, errors, throttles, cost_pico_usd, total_keys, total_counts, own_keys, own_counts
    FROM tenant_windows WHERE range = ${range} AND ${tenants} AND EXISTS (SELECT ${kept})
    UNION ALL
    SELECT tenant_id, invocations, ${rollupErrors}, throttles, cost_pico_usd, total_keys, total_counts, own_keys, own_counts
    FROM rollups WHERE ${where} AND ${tenants} AND bucket_at >= coalesce((SELECT to_at ${kept}), ${from})`;
}

/**
 * The parts of one tenant's range.
 * @param tenantId a column of the query around it: for each tenant its own few rows, led to by their keys, are several
 * times as fast as those of all tenants sorted together.
 */
export function tenantSums(range: TimeRange, tenantId: Prisma.Sql, now = new Date()): Prisma.Sql {
  return tenantParts(range, Prisma.sql`tenant_id = ${tenantId}`, windowStart(range, now));
}

/**
 * A subquery: how many more a tenant invoked in the newer half of a range than in the older one, as its sparkline shows
 * them (`value`); null where nothing was invoked. The half bucket of an odd number counts as neither.
 * @param tenantId a column of the query around it.
 */
export function tenantTrend(range: TimeRange, tenantId: Prisma.Sql, now = new Date()): Prisma.Sql {
  const { totalsFrom, sparkBucket } = rangeCuts[range];
  // as the sparkline is cut: a range whose totals are of weeks is drawn from days
  const source = sparkBucket < totalsFrom ? 86_400 : totalsFrom;
  const from = windowStart(range, now);
  const buckets = Math.floor((now.getTime() - from.getTime()) / (sparkBucket * 1000)) + 1;
  const half = Math.floor(buckets / 2) * sparkBucket * 1000;
  const olderEnd = new Date(from.getTime() + half);
  const newerBegin = new Date(from.getTime() + buckets * sparkBucket * 1000 - half);
  const where = rollupWhere({ of: {}, by: "tenant", from, source });
  return Prisma.sql`
    SELECT coalesce(sum(invocations) FILTER (WHERE bucket_at >= ${newerBegin}), 0)::float8
      - coalesce(sum(invocations) FILTER (WHERE bucket_at < ${olderEnd}), 0)::float8 AS value
    FROM rollups WHERE ${where} AND tenant_id = ${tenantId} HAVING count(*) > 0`;
}
