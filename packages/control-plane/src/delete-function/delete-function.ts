import { AppError, type BinnedFunction } from "@annex/contract";
import type { Tx } from "@annex/db";
import { recordAudit } from "../audit/record-audit.ts";
import { authorise } from "../context/authorise.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { underway } from "../deployment/underway.ts";
import { loadFunction } from "../function/load-function.ts";
import { holdFunction } from "../function/lock-function.ts";
import { binnedInclude, toBinned } from "../list-bin/to-binned.ts";

async function checkUnused(tx: Tx, functionId: string): Promise<void> {
  const bound = await tx.binding.findFirst({ where: { functionId, enabled: true }, include: { extensionPoint: true } });
  if (bound)
    throw new AppError(
      "conflict",
      `It still runs at ${bound.extensionPoint.key}. Unbind it there first, then delete it.`,
    );
  const running = await tx.deployment.count({ where: { functionId, state: { in: [...underway] } } });
  if (running > 0)
    throw new AppError("conflict", "A deployment is under way. Wait until it has ended, then delete it.");
}

/** How long a deleted function can be restored. */
const binDays = 30;

/**
 * Puts a function into the bin: nothing runs it from now on, its name is free, and it can be restored for 30 days. Its
 * invocations and logs stay in the ledger.
 * @throws AppError `not_found`; `conflict` while it is bound to an extension point or a deployment is under way.
 */
export async function deleteFunction(
  ctx: TenantContext,
  { functionName }: { functionName: string },
): Promise<BinnedFunction> {
  return ctx.db.run(async (tx) => {
    const loaded = await loadFunction(tx, functionName);
    authorise(ctx, "developer");
    const { id, liveReleaseId } = await holdFunction(tx, loaded);
    await checkUnused(tx, id);
    const deletedAt = new Date();
    const reapAt = new Date(deletedAt.getTime() + binDays * 86_400_000);
    const deletedBy = ctx.principal.actor;
    // without a live release nothing invokes it, whoever reads the row
    const data = { liveReleaseId: null, binnedReleaseId: liveReleaseId, deletedAt, deletedBy, reapAt };
    const row = await tx.function.update({ where: { id }, data, include: binnedInclude });
    const target = `function:${functionName}`;
    const detail = { reapAt: reapAt.toISOString() };
    await recordAudit(tx, { tenantId: ctx.tenant.id, actor: deletedBy, action: "deleteFunction", target, detail });
    return toBinned(row);
  });
}
