import { deleteLambdaFunction } from "@annex/aws";
import type { JobData } from "@annex/control-plane";
import type { WorkerContext } from "../worker-context.ts";

/** Removes what is left of a deleted function. */
export async function deleteFromCell(ctx: WorkerContext, job: JobData<"delete-function">): Promise<void> {
  const { author } = await ctx.cells.open(job.cellId);
  await deleteLambdaFunction(author, job.lambdaName);
  await ctx.db.operator.logCursor.deleteMany({ where: { functionId: job.functionId } });
}
