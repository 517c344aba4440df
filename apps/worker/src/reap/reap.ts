import { deleteLambdaFunction } from "@annex/aws";
import { recordAudit } from "@annex/control-plane";
import { withLock } from "../jobs/with-lock.ts";
import type { WorkerContext } from "../worker-context.ts";

/**
 * Removes a function whose time in the bin is over: from Lambda first, so that a worker that dies in between finds the
 * row again. One that was restored in the meantime is left alone.
 */
export async function reap(ctx: WorkerContext, functionId: string): Promise<void> {
  const { operator } = ctx.db;
  await withLock(ctx.db, `deploy:${functionId}`, async () => {
    const row = await operator.function.findFirst({ where: { id: functionId, reapAt: { lte: new Date() } } });
    if (!row) return;
    const { author } = await ctx.cells.open(row.cellId);
    await deleteLambdaFunction(author, row.lambdaName);
    await operator.$transaction(async (tx) => {
      await tx.logCursor.deleteMany({ where: { functionId } });
      await tx.function.delete({ where: { id: functionId } });
      const { tenantId, name, lambdaName } = row;
      const target = `function:${name}`;
      const detail = { lambdaName };
      await recordAudit(tx, { tenantId, actor: "system:worker", action: "reapFunction", target, detail });
    });
    ctx.log("info", "function removed", { functionId, lambdaName: row.lambdaName });
  });
}

/** Removes every function that is overdue. One that fails does not hold up the others. */
export async function reapOverdue(ctx: WorkerContext): Promise<void> {
  const overdue = await ctx.db.operator.function.findMany({
    where: { reapAt: { lte: new Date() } },
    select: { id: true },
    take: 100,
  });
  for (const { id } of overdue)
    await reap(ctx, id).catch((error) => ctx.log("error", "reap", { functionId: id, cause: String(error) }));
}
