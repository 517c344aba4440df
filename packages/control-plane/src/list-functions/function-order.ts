import { type FunctionSort, functionSortSchema } from "@annex/contract";
import { Prisma } from "@annex/db";
import { rangeCuts, rollupErrors, rollupWhere, windowStart } from "@annex/telemetry";

const deployedAt = Prisma.sql`(SELECT max(d.finished_at) FROM deployments d
  WHERE d.function_id = f.id AND d.release_id = f.live_release_id AND d.state = 'active')`;

/** One value for each function that ran in the last 24 hours. */
function measured(sort: FunctionSort, where: Prisma.Sql): Prisma.Sql | null {
  if (sort === "invocations")
    return Prisma.sql`SELECT function_id, sum(invocations) AS value FROM rollups WHERE ${where} GROUP BY function_id`;
  if (sort === "errors")
    return Prisma.sql`SELECT function_id, sum(${rollupErrors})::float8 / sum(invocations) AS value FROM rollups WHERE ${where} GROUP BY function_id`;
  if (sort !== "p95") return null;
  // the bucket of the histogram in which the share lies: it orders as the percentile does
  return Prisma.sql`
    SELECT function_id, min(k) FILTER (WHERE seen >= ceil(counted * 0.95)) AS value FROM (
      SELECT function_id, k, sum(n) OVER (PARTITION BY function_id ORDER BY k) AS seen, sum(n) OVER (PARTITION BY function_id) AS counted
      FROM (SELECT function_id, k, sum(n::float8) AS n FROM rollups, unnest(total_keys, total_counts) AS bar (k, n)
        WHERE ${where} GROUP BY function_id, k) AS bars) AS ranked
    GROUP BY function_id`;
}

/**
 * What to order by for `name` or `-invocations`: functions without a value come last in either order. Measured values are
 * looked up in one object: below row-level security the planner takes thousands of them for one, and a join would read
 * them anew for each function.
 */
export function functionOrder(text: string, tenantId: string): Prisma.Sql {
  const direction = text.startsWith("-") ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  const sort = functionSortSchema.parse(text.replace(/^-/, ""));
  if (sort === "name") return Prisma.sql`f.name ${direction}`;
  const query = {
    ...({ by: "function", of: { tenantId }, from: windowStart("24h", new Date()) } as const),
    source: rangeCuts["24h"].totalsFrom,
  } as const;
  const source = measured(sort, rollupWhere(query));
  const value = source
    ? Prisma.sql`((SELECT jsonb_object_agg(function_id, value) FROM (${source}) AS m)->>(f.id::text))::float8`
    : deployedAt;
  return Prisma.sql`${value} ${direction} NULLS LAST, f.name`;
}
