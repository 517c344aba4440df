import { AppError, type ShiftPlan, shiftPlanSchema } from "@annex/contract";
import type { Prisma, Tx } from "@annex/db";
import { deploymentInclude } from "./to-deployment.ts";
import { underway } from "./underway.ts";

export interface LoadedShift {
  readonly row: Prisma.DeploymentGetPayload<{ include: typeof deploymentInclude }>;
  readonly plan: ShiftPlan;
}

/**
 * A deployment whose traffic goes over step by step and has not ended; its row stays locked until the transaction ends.
 * @throws AppError `not_found`; `conflict` when there is nothing to shift, or it has ended.
 */
export async function loadShift(tx: Tx, functionId: string, deploymentId: string): Promise<LoadedShift> {
  await tx.$queryRaw`SELECT 1 AS locked FROM deployments WHERE id = ${deploymentId}::uuid FOR UPDATE`;
  const row = await tx.deployment.findFirst({ where: { id: deploymentId, functionId }, include: deploymentInclude });
  if (!row) throw new AppError("not_found", "There is no such deployment.");
  if (row.shiftPlan === null) throw new AppError("conflict", "All traffic of this deployment goes over at once.");
  if (!underway.some((state) => state === row.state))
    throw new AppError("conflict", `This deployment has ended: it is ${row.state.replace("_", " ")}.`);
  return { row, plan: shiftPlanSchema.parse(row.shiftPlan) };
}
