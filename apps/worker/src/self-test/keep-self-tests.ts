import type { WorkerContext } from "../worker-context.ts";
import { removeSelfTest } from "./remove-self-test.ts";

/** Ends the self-tests that nobody is at any more, and removes what they made: their worker died, or removal failed. */
export async function keepSelfTests(ctx: WorkerContext): Promise<void> {
  const { operator } = ctx.db;
  const left = await operator.selfTest.findMany({ where: { removedAt: null, leaseUntil: { lt: new Date() } } });
  for (const row of left) {
    await operator.selfTest.updateMany({
      where: { id: row.id, state: { in: ["queued", "running"] } },
      data: { state: "interrupted", finishedAt: new Date() },
    });
    await removeSelfTest(ctx, row);
    await operator.selfTest.update({ where: { id: row.id }, data: { removedAt: new Date() } });
    ctx.log("info", "self-test removed", { selfTestId: row.id });
  }
}
