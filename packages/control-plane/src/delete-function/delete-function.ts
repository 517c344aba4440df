import { AppError } from "@annex/contract";
import type { Tx } from "@annex/db";
import { recordAudit } from "../audit/record-audit.ts";
import { authorise } from "../context/authorise.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { underway } from "../deployment/underway.ts";
import { loadFunction } from "../function/load-function.ts";

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

/**
 * Deletes a function with its draft, releases and test events; a job removes it from Lambda. Its invocations and logs
 * stay in the ledger.
 * @throws AppError `not_found`; `conflict` while it is bound to an extension point or a deployment is under way.
 */
export async function deleteFunction(ctx: TenantContext, { functionName }: { functionName: string }): Promise<void> {
  await ctx.db.run(async (tx) => {
    const { id, cellId, lambdaName } = await loadFunction(tx, functionName);
    authorise(ctx, "developer");
    await checkUnused(tx, id);
    await tx.function.update({ where: { id }, data: { liveReleaseId: null } });
    await tx.function.delete({ where: { id } });
    const tenantId = ctx.tenant.id;
    await ctx.jobs.send(tx, { queue: "delete-function", data: { tenantId, functionId: id, cellId, lambdaName } });
    const target = `function:${functionName}`;
    await recordAudit(tx, { tenantId, actor: ctx.principal.actor, action: "deleteFunction", target });
  });
}
