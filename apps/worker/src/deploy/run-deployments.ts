import { underway } from "@annex/control-plane";
import { withLock } from "../jobs/with-lock.ts";
import type { WorkerContext } from "../worker-context.ts";
import { carryOut } from "./carry-out.ts";
import { workInclude } from "./deployment-work.ts";

interface DeployJob {
  readonly functionId: string;
  readonly deploymentId: string;
}

/**
 * Carries out a deployment or rollback, after those of the same function that were asked for before it. Called twice
 * (a job given back after a crash) it does nothing the second time.
 */
export function runDeployments(ctx: WorkerContext, { functionId, deploymentId }: DeployJob, lastTry: boolean) {
  return withLock(ctx.db, `deploy:${functionId}`, async () => {
    const mine = await ctx.db.operator.deployment.findUnique({ where: { id: deploymentId } });
    if (!mine) return; // the function was deleted in the meantime
    const waiting = await ctx.db.operator.deployment.findMany({
      where: { functionId, state: { in: [...underway] }, createdAt: { lte: mine.createdAt } },
      include: workInclude,
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    });
    for (const work of waiting) await carryOut(ctx, work, lastTry);
  });
}
