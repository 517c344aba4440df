import type { Tx } from "@annex/db";
import { z } from "zod";
import { costOf } from "../cost/cost-of.ts";
import type { LedgerEntry } from "../create-ledger.ts";
import { addBill } from "../rollups/add-bill.ts";

/** What a call is recorded with that ended without an answer of Lambda, while the function may have run on. */
const givenUp = ["Budget.Timedout", "upstream_failed", "unavailable"];
/** How far the clocks of a data plane and a cell may lie apart. Seconds. */
const skewSeconds = 2;
const architecture = process.arch === "arm64" ? "arm64" : "x86_64";

const rowSchema = z.object({
  id: z.string(),
  startedAt: z.date(),
  releaseNumber: z.number().nullable(),
  correlationId: z.string(),
  folded: z.boolean(),
});
type Settled = Pick<z.infer<typeof rowSchema>, "releaseNumber" | "correlationId">;

/**
 * Finds the row of the call that this run of a function belongs to, where its caller waited no longer: its request ID
 * comes with Lambda's answer, and that was not awaited. The row was written; what was not known then is the request ID
 * and what Lambda asks for it. Both are added, to the rollups too. The function began while the call waited, and where
 * the run wrote the call's correlation ID into its log, that decides. Holds a lock on `rollup_cursor`.
 * @returns null where there is no such row; `later` where the rollups have not taken it in yet.
 */
export async function settleAbandoned(tx: Tx, run: LedgerEntry): Promise<Settled | "later" | null> {
  const { functionId, startedAt: beganAt, correlationId, requestId, region, billedMs, memoryMb } = run;
  const rows = await tx.$queryRaw`
    SELECT id, started_at AS "startedAt", release_number AS "releaseNumber", correlation_id AS "correlationId",
      recorded_xid < (SELECT next_xid FROM rollup_cursor) AS folded
    FROM invocations WHERE function_id = ${functionId}::uuid AND request_id IS NULL AND error_type = ANY(${givenUp})
      AND started_at <= ${beganAt}::timestamptz + make_interval(secs => ${skewSeconds}::float8)
      AND started_at >= ${beganAt}::timestamptz - interval '20 minutes'
      AND started_at + make_interval(secs => total_ms / 1000 + ${skewSeconds}::float8) >= ${beganAt}::timestamptz
    ORDER BY correlation_id = ${correlationId} DESC, abs(extract(epoch FROM started_at - ${beganAt}::timestamptz)), id LIMIT 1`;
  const [row] = z.array(rowSchema).parse(rows);
  if (!row) return null;
  if (!row.folded) return "later";
  const at = row.startedAt;
  const bill = {
    ...{ billedMs: billedMs ?? 0, memoryMb: memoryMb ?? 0, maxMemoryMb: run.maxMemoryMb },
    costPicoUsd: costOf({ region, architecture, at, billedMs, memoryMb }),
  };
  // the function's own time stays unknown: it may be longer than the call, of which it is shown as a part
  await tx.invocation.updateMany({
    where: { id: row.id, startedAt: at },
    data: { ...bill, requestId, billedMs, memoryMb, initMs: run.initMs },
  });
  const coldStarts = run.initMs === null ? 0 : 1;
  await addBill(tx, {
    ...bill,
    ...{ tenantId: run.tenantId, functionId, coldStarts, startedAt: at },
    releaseNumber: row.releaseNumber,
  });
  return { releaseNumber: row.releaseNumber, correlationId: row.correlationId };
}
