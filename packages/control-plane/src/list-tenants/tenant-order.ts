import { type TenantSort, tenantSortSchema } from "@annex/contract";
import { Prisma } from "@annex/db";
import { rollupWhere, type TotalsQuery } from "@annex/telemetry";

const shares = { p50: 0.5, p95: 0.95, p99: 0.99 } as const;
const isShare = (sort: TenantSort): sort is keyof typeof shares => sort in shares;

const sums = {
  invocations: Prisma.sql`sum(invocations)`,
  throttles: Prisma.sql`sum(throttles)`,
  cost: Prisma.sql`sum(cost_pico_usd)`,
  errors: Prisma.sql`sum(user_errors + platform_errors + throttles + configuration_errors + timeouts + out_of_memory)::float8 / sum(invocations)`,
} as const;
const isSum = (sort: TenantSort): sort is keyof typeof sums => sort in sums;

const columns = {
  name: Prisma.sql`lower(t.name)`,
  state: Prisma.sql`t.status::text`,
  created: Prisma.sql`t.created_at`,
  cell: Prisma.sql`c.name`,
  functions: Prisma.sql`(SELECT count(*) FROM functions f WHERE f.tenant_id = t.id)`,
} as const;

/**
 * The bucket of the histogram in which a share of each tenant's invocations lies: it orders as the percentile does. It is
 * the first one with as many below its end; `width_bucket` counts those before it.
 */
function percentiles(share: number, where: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT tenant_id, (array_agg(k ORDER BY k))[1 + width_bucket(ceil(max(seen) * ${share}::float8) - 0.5, array_agg(seen ORDER BY k))] AS value
    FROM (
      SELECT tenant_id, k, sum(n) OVER (PARTITION BY tenant_id ORDER BY k ROWS UNBOUNDED PRECEDING) AS seen
      FROM (SELECT tenant_id, k, sum(n)::float8 AS n FROM rollups, unnest(total_keys, total_counts) AS bar (k, n)
        WHERE ${where} GROUP BY tenant_id, k) AS bars) AS ranked
    GROUP BY tenant_id`;
}

function measured(sort: TenantSort, query: TotalsQuery): Prisma.Sql | null {
  const where = rollupWhere(query);
  if (isShare(sort)) return percentiles(shares[sort], where);
  if (isSum(sort))
    return Prisma.sql`SELECT tenant_id, ${sums[sort]} AS value FROM rollups WHERE ${where} GROUP BY tenant_id`;
  return null;
}

/** What to join and to order by for `name` or `-invocations`: tenants without a value come last in either order. */
export function tenantOrder(text: string, query: TotalsQuery): { join: Prisma.Sql; order: Prisma.Sql } {
  const direction = text.startsWith("-") ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  const sort = tenantSortSchema.parse(text.replace(/^-/, ""));
  const source = measured(sort, query);
  const join = source ? Prisma.sql`LEFT JOIN (${source}) AS m ON m.tenant_id = t.id` : Prisma.empty;
  const by = isShare(sort) || isSum(sort) ? Prisma.sql`m.value` : columns[sort];
  return { join, order: Prisma.sql`${by} ${direction} NULLS LAST, lower(t.name), t.id` };
}
