import { Prisma } from "@annex/db";
import { withLock } from "../jobs/with-lock.ts";
import type { WorkerContext } from "../worker-context.ts";
import { shiftGradually } from "./shift-gradually.ts";

interface ShiftJob {
  readonly functionId: string;
  readonly deploymentId: string;
}

/** Looks at one shift, now. A deployment that has not come to its shift, or is over, is left alone. */
export async function watchShift(ctx: WorkerContext, { functionId, deploymentId }: ShiftJob): Promise<void> {
  await withLock(ctx.db, `deploy:${functionId}`, async () => {
    const row = await ctx.db.operator.deployment.findUnique({
      where: { id: deploymentId },
      select: { state: true, shiftStartedAt: true, function: { select: { cellId: true } } },
    });
    if (row?.state !== "shifting" || row.shiftStartedAt === null) return;
    await shiftGradually(ctx, await ctx.cells.open(row.function.cellId), deploymentId);
  });
}

/** Looks at every shift under way: the clock and the guard move them on. One that fails does not hold up the others. */
export async function watchShifts(ctx: WorkerContext): Promise<void> {
  const shifts = await ctx.db.operator.deployment.findMany({
    where: { state: "shifting", shiftPlan: { not: Prisma.AnyNull }, shiftStartedAt: { not: null } },
    select: { id: true, functionId: true },
  });
  for (const { id: deploymentId, functionId } of shifts)
    await watchShift(ctx, { functionId, deploymentId }).catch((error) =>
      ctx.log("error", "shift", { deploymentId, cause: String(error) }),
    );
}
