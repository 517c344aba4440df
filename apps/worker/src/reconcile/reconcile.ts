import { underway } from "@annex/control-plane";
import type { Consumer } from "../jobs/consume-jobs.ts";
import { whileFree } from "../jobs/with-lock.ts";
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
    const queue = kind === "rollback" ? "roll-back" : "deploy";
    const job = { queue, data: { tenantId, functionId, deploymentId }, key: deploymentId } as const;
    const given = await whileFree(ctx.db, `deploy:${functionId}`, () => jobs.giveBack(job));
    if (given) ctx.log("info", "deployment given its job back", { deploymentId });
  }
  const runs = await ctx.db.operator.testRun.findMany({
    ...{ where: { state: { not: "done" }, createdAt }, select: { id: true, tenantId: true } },
    ...{ orderBy: { createdAt: "asc" }, take: 500 },
  });
  for (const { id: testRunId, tenantId } of runs) {
    const job = { queue: "test-run", data: { tenantId, testRunId }, key: testRunId } as const;
    await whileFree(ctx.db, `test:${testRunId}`, () => jobs.giveBack(job));
  }
}
