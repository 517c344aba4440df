import { type TenantSort, type TimeRange, tenantSortSchema } from "@annex/contract";
import { Prisma } from "@annex/db";
import { tenantSums, tenantTrend } from "@annex/telemetry";

const shares = { p50: 0.5, p95: 0.95, p99: 0.99 } as const;
const isShare = (sort: TenantSort): sort is keyof typeof shares => sort in shares;

const sums = {
  invocations: Prisma.sql`sum(invocations)`,
  throttles: Prisma.sql`sum(throttles)`,
  cost: Prisma.sql`sum(cost_pico_usd)`,
  errors: Prisma.sql`sum(errors)::float8 / sum(invocations)`,
} as const;
const isSum = (sort: TenantSort): sort is keyof typeof sums => sort in sums;

const columns = {
  name: Prisma.sql`lower(t.name)`,
  state: Prisma.sql`t.status::text`,
  created: Prisma.sql`t.created_at`,
  cell: Prisma.sql`c.name`,
  functions: Prisma.sql`(SELECT count(*) FROM functions f WHERE f.tenant_id = t.id)`,
} as const;

/** The bucket of the histogram in which a share of the invocations lies: it orders as the percentile does. */
function percentile(share: number, parts: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT min(k) FILTER (WHERE seen >= ceil(counted * ${share}::float8)) AS value FROM (
      SELECT k, sum(n) OVER (ORDER BY k ROWS UNBOUNDED PRECEDING) AS seen, sum(n) OVER () AS counted
      FROM (SELECT k, n::float8 FROM (${parts}) AS part, unnest(total_keys, total_counts) AS bar (k, n)) AS bars) AS ranked`;
}

function measured(sort: TenantSort, range: TimeRange): Prisma.Sql | null {
  const parts = tenantSums(range, Prisma.sql`t.id`);
  if (sort === "trend") return tenantTrend(range, Prisma.sql`t.id`);
  if (isShare(sort)) return percentile(shares[sort], parts);
  return isSum(sort) ? Prisma.sql`SELECT ${sums[sort]} AS value FROM (${parts}) AS part` : null;
}

/** What to join and to order by for `name` or `-invocations`: tenants without a value come last in either order. */
export function tenantOrder(text: string, range: TimeRange): { join: Prisma.Sql; order: Prisma.Sql } {
  const direction = text.startsWith("-") ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  const sort = tenantSortSchema.parse(text.replace(/^-/, ""));
  const source = measured(sort, range);
  const join = source ? Prisma.sql`LEFT JOIN LATERAL (${source}) AS m ON true` : Prisma.empty;
  const by = isShare(sort) || isSum(sort) || sort === "trend" ? Prisma.sql`m.value` : columns[sort];
  return { join, order: Prisma.sql`${by} ${direction} NULLS LAST, lower(t.name), t.id` };
}
