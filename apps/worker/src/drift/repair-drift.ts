import { withLock } from "../jobs/with-lock.ts";
import type { WorkerContext } from "../worker-context.ts";
import { removeOrphans } from "./remove-orphans.ts";
import { repairFunction } from "./repair-function.ts";

/** Functions that are compared in one turn: a few reads each, far below Lambda's 100 a second. */
const functionsEachTurn = 100;

/** Compares the functions that were not compared for the longest time, and looks for orphans. One that fails does not hold up the others. */
export async function repairDrift(ctx: WorkerContext): Promise<void> {
  const { operator } = ctx.db;
  const due = await operator.function.findMany({
    where: { liveReleaseId: { not: null }, deletedAt: null },
    select: { id: true },
    orderBy: { reconciledAt: { sort: "asc", nulls: "first" } },
    take: functionsEachTurn,
  });
  for (const { id } of due) {
    await withLock(ctx.db, `deploy:${id}`, () => repairFunction(ctx, id)).catch((error) =>
      ctx.log("error", "drift", { functionId: id, cause: String(error) }),
    );
    await operator.function.updateMany({ where: { id }, data: { reconciledAt: new Date() } });
  }
  for (const { id } of await operator.cell.findMany({ select: { id: true } }))
    await removeOrphans(ctx, id).catch((error) => ctx.log("error", "orphans", { cellId: id, cause: String(error) }));
}
