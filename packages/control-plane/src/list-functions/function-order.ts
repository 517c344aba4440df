import { type FunctionSort, functionSortSchema } from "@annex/contract";
import { Prisma } from "@annex/db";
import { rangeCuts, rollupWhere, windowStart } from "@annex/telemetry";

const deployedAt = Prisma.sql`(SELECT max(d.finished_at) FROM deployments d
  WHERE d.function_id = f.id AND d.release_id = f.live_release_id AND d.state = 'active')`;

const failed = Prisma.sql`sum(user_errors + platform_errors + throttles + configuration_errors + timeouts + out_of_memory)`;

/** One value for each function that ran in the last 24 hours. */
function measured(sort: FunctionSort, where: Prisma.Sql): Prisma.Sql | null {
  if (sort === "invocations")
    return Prisma.sql`SELECT function_id, sum(invocations) AS value FROM rollups WHERE ${where} GROUP BY function_id`;
  if (sort === "errors")
    return Prisma.sql`SELECT function_id, ${failed}::float8 / sum(invocations) AS value FROM rollups WHERE ${where} GROUP BY function_id`;
  if (sort !== "p95") return null;
  // the bucket of the histogram in which the share lies: it orders as the percentile does
  return Prisma.sql`
    SELECT function_id, min(k) FILTER (WHERE seen >= ceil(counted * 0.95)) AS value FROM (
      SELECT function_id, k, sum(n) OVER (PARTITION BY function_id ORDER BY k) AS seen, sum(n) OVER (PARTITION BY function_id) AS counted
      FROM (SELECT function_id, k, sum(n) AS n FROM rollups, unnest(total_keys, total_counts) AS bar (k, n)
        WHERE ${where} GROUP BY function_id, k) AS bars) AS ranked
    GROUP BY function_id`;
}

/** What to join and to order by for `name` or `-invocations`: functions without a value come last in either order. */
export function functionOrder(text: string, tenantId: string): { join: Prisma.Sql; order: Prisma.Sql } {
  const direction = text.startsWith("-") ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  const sort = functionSortSchema.parse(text.replace(/^-/, ""));
  if (sort === "name") return { join: Prisma.empty, order: Prisma.sql`f.name ${direction}` };
  const query = {
    ...({ by: "function", of: { tenantId }, from: windowStart("24h", new Date()) } as const),
    source: rangeCuts["24h"].totalsFrom,
  } as const;
  const source = measured(sort, rollupWhere(query));
  const join = source ? Prisma.sql`LEFT JOIN (${source}) AS m ON m.function_id = f.id` : Prisma.empty;
  return { join, order: Prisma.sql`${source ? Prisma.sql`m.value` : deployedAt} ${direction} NULLS LAST, f.name` };
}
