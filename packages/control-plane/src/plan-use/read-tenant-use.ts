import { type LimitKey, type LimitUse, type PlanLimits, planLimitsSchema } from "@annex/contract";
import { type Db, Prisma } from "@annex/db";
import { z } from "zod";

const useRow = z.object({
  id: z.string(),
  name: z.string(),
  slug: z.string(),
  suspended: z.boolean(),
  planKey: z.string(),
  quotas: planLimitsSchema.partial(),
  costUsd: z.number(),
  functions: z.number(),
  releases: z.number(),
  invocationsPerDay: z.number(),
  spendCentsPerDay: z.number(),
  requestsPerSecond: z.number(),
  concurrency: z.number(),
});

/** A tenant with what it uses of the limits that are counted, and what its invocations of the month cost. */
export type TenantUse = z.infer<typeof useRow>;

interface TenantUseQuery {
  /** First day of the month whose cost is told. */
  readonly month: Date;
  readonly now: Date;
  /** Only tenants that have this plan. */
  readonly planKey?: string;
}

/** What each tenant uses, in one walk over the counts: of ten thousand tenants too. */
export async function readTenantUse(
  operator: Db["operator"],
  { month, now, planKey }: TenantUseQuery,
): Promise<TenantUse[]> {
  const day = now.toISOString().slice(0, 10);
  const hourAgo = new Date(now.getTime() - 3_600_000);
  const only = planKey === undefined ? Prisma.empty : Prisma.sql`WHERE t.plan_key = ${planKey}`;
  const rows = await operator.$queryRaw`
    WITH counted AS (
      SELECT f.tenant_id, count(*) AS functions FROM functions f WHERE f.deleted_at IS NULL GROUP BY 1
    ), released AS (
      SELECT tenant_id, max(n) AS releases FROM (
        SELECT r.tenant_id, count(*) AS n FROM releases r JOIN functions f ON f.id = r.function_id
        WHERE f.deleted_at IS NULL GROUP BY r.tenant_id, r.function_id) AS each GROUP BY 1
    ), cost AS (
      SELECT tenant_id, sum(cost_pico_usd)::float8 / 1e12 AS usd FROM month_costs WHERE month = ${month}::date GROUP BY 1
    ), minutes AS (
      SELECT tenant_id, sum(invocations)::float8 / 60 AS rate, sum(total_ms) / 60000 AS busy FROM rollups
      WHERE scope = 'tenant' AND bucket_seconds = 60 AND bucket_at >= ${hourAgo} GROUP BY tenant_id, bucket_at
    ), peak AS (SELECT tenant_id, max(rate) AS rate, max(busy) AS busy FROM minutes GROUP BY 1)
    SELECT t.id, t.name, t.slug, t.status = 'suspended' AS suspended, t.plan_key AS "planKey", t.quotas,
      coalesce(cost.usd, 0) AS "costUsd", coalesce(counted.functions, 0)::int AS functions,
      coalesce(released.releases, 0)::int AS releases, coalesce(u.invocations, 0)::float8 AS "invocationsPerDay",
      floor(coalesce(u.cost_pico_usd, 0)::float8 / 1e10) AS "spendCentsPerDay",
      coalesce(peak.rate, 0) AS "requestsPerSecond", coalesce(peak.busy, 0)::float8 AS concurrency
    FROM tenants t
    LEFT JOIN counted ON counted.tenant_id = t.id LEFT JOIN released ON released.tenant_id = t.id
    LEFT JOIN cost ON cost.tenant_id = t.id LEFT JOIN peak ON peak.tenant_id = t.id
    LEFT JOIN tenant_usage u ON u.tenant_id = t.id AND u.day = ${day}::date
    ${only} ORDER BY t.name`;
  return z.array(useRow).parse(rows);
}

const countedKeys = [
  "functions",
  "releases",
  "concurrency",
  "requestsPerSecond",
  "invocationsPerDay",
  "spendCentsPerDay",
] as const satisfies readonly LimitKey[];

/** What a tenant has of each limit that is counted; its own limits stand in place of the plan's. Pure. */
export function limitUses(use: TenantUse, limits: PlanLimits): LimitUse[] {
  return countedKeys.map((key) => {
    const own = use.quotas[key];
    return { key, limit: own ?? limits[key], used: use[key], own: own !== undefined };
  });
}

const fullness = ({ limit, used }: LimitUse) => (limit === 0 ? Number(used > 0) : used / limit);

/** Those of which four fifths are used, the fullest first. Pure. */
export function nearlyUsedUp(uses: readonly LimitUse[]): LimitUse[] {
  return uses.filter((use) => fullness(use) >= 0.8).toSorted((a, b) => fullness(b) - fullness(a));
}
