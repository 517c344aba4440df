import { z } from "zod";
import type { WorkerContext } from "../worker-context.ts";
import { ingestLogs } from "./ingest-logs.ts";

/** Reading logs has a rate on AWS: with 10,000 functions each has its turn within two hours. */
const atOnce = 2;

const turnRows = z.array(z.object({ id: z.string(), tenantId: z.string(), lambdaName: z.string() }));

/** Deployed functions that were looked at longest ago; those that never were come first. */
async function longestAgo({ db }: WorkerContext) {
  const rows = await db.operator.$queryRaw`
    SELECT f.id, f.tenant_id AS "tenantId", f.lambda_name AS "lambdaName"
    FROM functions f LEFT JOIN log_cursors c ON c.function_id = f.id
    WHERE f.live_release_id IS NOT NULL ORDER BY c.looked_at NULLS FIRST LIMIT ${atOnce}::int`;
  return turnRows.parse(rows);
}

/**
 * Reads the logs of the functions whose turn it is, whether the ledger says that they ran or not: a data plane that died
 * told nobody.
 */
export async function lookInTurn(ctx: WorkerContext): Promise<void> {
  for (const { id: functionId, tenantId, lambdaName } of await longestAgo(ctx)) {
    const lookedAt = new Date(); // first, so that a function whose logs cannot be read does not keep the others waiting
    const where = { functionId };
    const create = { functionId, tenantId, lambdaName, lookedAt };
    await ctx.db.operator.logCursor.upsert({ where, create, update: { lookedAt } });
    await ingestLogs(ctx, functionId);
  }
}
