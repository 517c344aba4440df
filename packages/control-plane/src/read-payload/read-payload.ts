import type { RecordedPayload } from "@annex/contract";
import type { AcceptedContext } from "../accepted-invocation/accepted-context.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { authorise } from "../context/authorise.ts";
import { loadPayload } from "../recorded-payload/load-payload.ts";
import { toRecordedPayload } from "../recorded-payload/to-payload.ts";

/** What went into a recorded run and what came out; that somebody read it is in the audit trail. @throws AppError `not_found`. */
export async function readPayload(
  ctx: AcceptedContext,
  { invocationId }: { invocationId: string },
): Promise<RecordedPayload> {
  return ctx.db.run(async (tx) => {
    const row = await loadPayload(tx, invocationId);
    authorise(ctx, "developer");
    const { actor } = ctx.principal;
    const target = `invocation:${row.id}`;
    const detail = { function: row.functionName, attempt: row.attempt };
    await recordAudit(tx, { tenantId: ctx.tenant.id, actor, action: "readPayload", target, detail });
    return toRecordedPayload(row);
  });
}
