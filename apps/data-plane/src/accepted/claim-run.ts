import { randomUUID } from "node:crypto";
import { type FieldValues, fieldValuesSchema, type RetryPolicy, retryPolicySchema } from "@annex/contract";
import type { AcceptedInvocation, Db, Tx } from "@annex/db";
import { z } from "zod";

/** An accepted invocation that this process alone runs now. */
export interface ClaimedRun extends Omit<AcceptedInvocation, "fields" | "policy"> {
  readonly fields: FieldValues;
  readonly policy: RetryPolicy;
  readonly runId: string;
}

/** A run whose process does not renew its lease is somebody else's after this. */
export const leaseSeconds = 10;
const heldSchema = z.array(z.object({ held: z.boolean() }));

/** Whether a pause or a budget stops it (migration `budgets_and_pauses`). */
async function isHeld(tx: Tx, invocationId: string): Promise<boolean> {
  const rows = await tx.$queryRaw`
    SELECT annex_is_held(tenant_id, function_id, extension_point_key) AS held
    FROM accepted_invocations WHERE id = ${invocationId}::uuid`;
  return heldSchema.parse(rows)[0]?.held ?? false;
}

/**
 * Claims an accepted invocation that is due. Undefined where there is nothing to do: it has its outcome, it was
 * cancelled, another process runs it, or it is held: its tenant is suspended, or a pause or a budget stops it.
 */
export function claimRun(db: Db, tenantId: string, invocationId: string): Promise<ClaimedRun | undefined> {
  return db.forTenant(tenantId).run(async (tx) => {
    const tenant = await tx.tenant.findUnique({ where: { id: tenantId }, select: { status: true } });
    if (tenant?.status !== "active" || (await isHeld(tx, invocationId))) {
      await tx.acceptedInvocation.updateMany({
        where: { id: invocationId, state: "queued" },
        data: { state: "held" },
      });
      return undefined;
    }
    const runId = randomUUID();
    // the database's clock decides, as it does when the queue hands a job out
    const claimed = await tx.$executeRaw`
      UPDATE accepted_invocations
      SET state = 'running', run_id = ${runId}::uuid, attempts = attempts + 1,
          lease_until = now() + make_interval(secs => ${leaseSeconds})
      WHERE id = ${invocationId}::uuid
        AND ((state IN ('queued', 'held') AND due_at <= now()) OR (state = 'running' AND lease_until < now()))`;
    if (claimed === 0) return undefined;
    const row = await tx.acceptedInvocation.findUniqueOrThrow({ where: { id: invocationId } });
    const fields = fieldValuesSchema.parse(row.fields);
    return { ...row, fields, policy: retryPolicySchema.parse(row.policy), runId };
  });
}

/** Keeps a claim while its function runs. */
export async function renewLease(db: Db, { tenantId, id, runId }: ClaimedRun): Promise<void> {
  await db.forTenant(tenantId).run(
    (tx) => tx.$executeRaw`
      UPDATE accepted_invocations SET lease_until = now() + make_interval(secs => ${leaseSeconds})
      WHERE id = ${id}::uuid AND run_id = ${runId}::uuid AND state = 'running'`,
  );
}
