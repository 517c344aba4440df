import type { Deployment } from "@annex/contract";
import type { Prisma } from "@annex/db";
import { recordAudit } from "../audit/record-audit.ts";
import { authorise } from "../context/authorise.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { loadFunction } from "../function/load-function.ts";
import { type LoadedShift, loadShift } from "./load-shift.ts";
import { deploymentInclude, toDeployment } from "./to-deployment.ts";

interface ShiftChange {
  readonly functionName: string;
  readonly deploymentId: string;
  /** The capability's name. */
  readonly action: string;
  /** What is written, seen what is there. */
  readonly change: (shift: LoadedShift) => Prisma.DeploymentUpdateInput;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** Writes what a person wants of a shift, with its job and its audit event; the worker carries it out. */
export async function changeShift(ctx: TenantContext, wanted: ShiftChange): Promise<Deployment> {
  const { functionName, deploymentId, action, detail } = wanted;
  return ctx.db.run(async (tx) => {
    const { id: functionId } = await loadFunction(tx, functionName);
    const shift = await loadShift(tx, functionId, deploymentId);
    authorise(ctx, "developer");
    const data = wanted.change(shift);
    const row = await tx.deployment.update({ where: { id: deploymentId }, data, include: deploymentInclude });
    const tenantId = ctx.tenant.id;
    await ctx.jobs.send(tx, { queue: "shift", data: { tenantId, functionId, deploymentId } });
    await recordAudit(tx, {
      tenantId,
      actor: ctx.principal.actor,
      action,
      target: `function:${functionName}`,
      detail: { release: row.release.number, ...detail },
    });
    return toDeployment(row);
  });
}
