import { deleteLambdaFunction } from "@annex/aws";
import { recordAudit } from "@annex/control-plane";
import type { SelfTest } from "@annex/db";
import { withFunctionLock } from "../deploy/with-function-lock.ts";
import type { WorkerContext } from "../worker-context.ts";
import { selfTestPoint } from "./probe-draft.ts";

const actor = "system:self-test";

/** From Lambda first: a worker that dies in between finds the row again. A deployment under way is waited for. */
async function removeFunctions(ctx: WorkerContext, tenantId: string): Promise<void> {
  const { operator } = ctx.db;
  const rows = await operator.function.findMany({
    where: { tenantId },
    select: { id: true, lambdaName: true, cellId: true },
  });
  for (const { id, lambdaName, cellId } of rows)
    await withFunctionLock(ctx.db, id, async () => {
      const { author } = await ctx.cells.open(cellId);
      await deleteLambdaFunction(author, lambdaName);
      await operator.function.deleteMany({ where: { id } });
    });
}

/** A throw-away tenant with everything that is its; what it spent stays in the ledger. One that is gone is fine. */
async function removeTenant(ctx: WorkerContext, tenantId: string): Promise<void> {
  const { operator } = ctx.db;
  const suspended = { status: "suspended", suspendedReason: "It is being removed." } as const;
  await operator.tenant.updateMany({ where: { id: tenantId }, data: suspended });
  await removeFunctions(ctx, tenantId);
  await operator.$transaction(async (tx) => {
    const where = { tenantId };
    await tx.acceptedInvocation.deleteMany({ where });
    await tx.idempotencyKey.deleteMany({ where });
    await tx.artifact.deleteMany({ where });
    await tx.logCursor.deleteMany({ where });
    await tx.logLine.deleteMany({ where });
    const tenant = await tx.tenant.findUnique({ where: { id: tenantId }, select: { slug: true } });
    if (!tenant) return;
    await tx.tenant.delete({ where: { id: tenantId } });
    await recordAudit(tx, { tenantId, actor, action: "removeTenant", target: `tenant:${tenant.slug}` });
  });
}

/** Removes what a self-test made: its tenants, their functions in Lambda, its extension point. Again does no harm. */
export async function removeSelfTest(ctx: WorkerContext, row: SelfTest): Promise<void> {
  const { operator } = ctx.db;
  await removeTenant(ctx, row.probeTenantId);
  await removeTenant(ctx, row.neighbourTenantId);
  const { key, recordType } = selfTestPoint;
  await operator.$transaction([
    operator.binding.deleteMany({ where: { extensionPoint: { key } } }),
    operator.extensionPoint.deleteMany({ where: { key } }),
    operator.record.deleteMany({ where: { typeKey: recordType } }),
    operator.recordType.deleteMany({ where: { key: recordType } }),
  ]);
}
