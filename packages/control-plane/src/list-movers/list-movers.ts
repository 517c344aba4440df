import { type TenantMoves, tenantMoveSchema, timeRangeSchema } from "@annex/contract";
import { Prisma } from "@annex/db";
import { rangeCuts, rollupErrors, windowStart } from "@annex/telemetry";
import { z } from "zod";
import { parse } from "../context/parse.ts";
import type { OperatorContext } from "../context/tenant-context.ts";

const inputSchema = z.object({ range: timeRangeSchema.default("24h") });
const mostShown = 5;
const daySeconds = 86_400;

/**
 * The tenants whose invocations rose and fell the most, in numbers rather than in shares: one call more of two is no
 * news. The range is compared with the time as long that ended when it began, up to the same moment of its last bucket.
 */
export async function listMovers(
  ctx: OperatorContext,
  input: z.input<typeof inputSchema> = {},
  now = new Date(),
): Promise<TenantMoves> {
  const { range } = parse(inputSchema, input);
  const { seconds, totalsFrom } = rangeCuts[range];
  // a week's sum cannot be cut where the time before ends
  const source = Math.min(totalsFrom, daySeconds);
  const from = windowStart(range, now);
  const before = { from: new Date(from.getTime() - seconds * 1000), to: new Date(now.getTime() - seconds * 1000) };
  const isNow = Prisma.sql`bucket_at >= ${from}`;
  const isBefore = Prisma.sql`bucket_at >= ${before.from} AND bucket_at < ${before.to}`;
  const sum = (what: Prisma.Sql, when: Prisma.Sql) =>
    Prisma.sql`coalesce(sum(${what}) FILTER (WHERE ${when}), 0)::float8`;
  const count = Prisma.raw("invocations");
  const cost = Prisma.raw("cost_pico_usd");
  const rows = await ctx.db.operator.$queryRaw`
    WITH sums AS (
      SELECT tenant_id, ${sum(count, isNow)} AS now, ${sum(count, isBefore)} AS before,
        ${sum(rollupErrors, isNow)} AS failed, ${sum(rollupErrors, isBefore)} AS failed_before,
        ${sum(cost, isNow)} / 1e12 AS cost, ${sum(cost, isBefore)} / 1e12 AS cost_before
      FROM rollups WHERE scope = 'tenant' AND bucket_seconds = ${source}::int AND bucket_at >= ${before.from}
        AND function_id = '00000000-0000-0000-0000-000000000000'::uuid GROUP BY 1
    ), moved AS (
      SELECT *, row_number() OVER (ORDER BY now - before DESC) AS up, row_number() OVER (ORDER BY now - before) AS down FROM sums
    )
    SELECT t.id AS "tenantId", t.name, now AS invocations, before AS "invocationsBefore",
      failed / nullif(now, 0) AS "errorRate", failed_before / nullif(before, 0) AS "errorRateBefore",
      cost AS "costUsd", cost_before AS "costUsdBefore"
    FROM moved JOIN tenants t ON t.id = moved.tenant_id
    WHERE (up <= ${mostShown}::int OR down <= ${mostShown}::int) AND now <> before ORDER BY abs(now - before) DESC`;
  const moves = z.array(tenantMoveSchema).parse(rows);
  return {
    rising: moves.filter((move) => move.invocations > move.invocationsBefore).slice(0, mostShown),
    falling: moves.filter((move) => move.invocations < move.invocationsBefore).slice(0, mostShown),
  };
}
