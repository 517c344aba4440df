import { underway } from "@annex/control-plane";
import { isFunctionFree } from "../deploy/with-function-lock.ts";
import type { Consumer } from "../jobs/consume-jobs.ts";
import type { WorkerContext } from "../worker-context.ts";

interface ReconcileOptions {
  /** Leave those alone that were asked for less long ago than this: their job may just be on its way. */
  readonly olderThanMs: number;
}

/** Gives their job back to deployments and tests that nobody works at: their worker died. Running twice does no harm. */
export async function reconcile(ctx: WorkerContext, jobs: Consumer, { olderThanMs }: ReconcileOptions): Promise<void> {
  const createdAt = { lte: new Date(Date.now() - olderThanMs) };
  const deployments = await ctx.db.operator.deployment.findMany({
    // a shift that has begun is looked after by the clock (watchShifts)
    where: { state: { in: [...underway] }, createdAt, shiftStartedAt: null },
    select: { id: true, kind: true, tenantId: true, functionId: true },
  });
  for (const { id: deploymentId, kind, tenantId, functionId } of deployments) {
    if (!(await isFunctionFree(ctx.db, functionId))) continue;
    await jobs.send(kind === "rollback" ? "roll-back" : "deploy", { tenantId, functionId, deploymentId });
    ctx.log("info", "deployment given its job back", { deploymentId });
  }
  const runs = await ctx.db.operator.testRun.findMany({ where: { state: { not: "done" }, createdAt }, take: 100 });
  for (const { id: testRunId, tenantId } of runs) await jobs.send("test-run", { tenantId, testRunId });
}
