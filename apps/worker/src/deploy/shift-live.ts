import { pointAlias } from "@annex/aws";
import { AppError } from "@annex/contract";
import type { OpenCell } from "../cells/cells.ts";
import type { WorkerContext } from "../worker-context.ts";
import type { DeploymentWork } from "./deployment-work.ts";

/** Points `live` at the release's version. The data plane follows when `makeLive` has written it. */
export async function shiftLive(ctx: WorkerContext, { author }: OpenCell, work: DeploymentWork): Promise<string> {
  const release = await ctx.db.operator.release.findUniqueOrThrow({ where: { id: work.releaseId } });
  if (!release.lambdaVersion) throw new AppError("conflict", `Release ${release.number} was never published.`);
  await pointAlias(author, { name: work.function.lambdaName, alias: "live", version: release.lambdaVersion });
  return `live is version ${release.lambdaVersion}`;
}

/** The outcome, in one transaction: this release serves from now on, and its deployment is active. */
export async function makeLive(ctx: WorkerContext, work: DeploymentWork): Promise<void> {
  await ctx.db.operator.$transaction(async (tx) => {
    const { liveReleaseId } = await tx.function.findUniqueOrThrow({ where: { id: work.functionId } });
    await tx.function.update({ where: { id: work.functionId }, data: { liveReleaseId: work.releaseId } });
    if (work.kind === "rollback" && liveReleaseId)
      await tx.deployment.updateMany({
        where: { releaseId: liveReleaseId, state: "active" },
        data: { state: "rolled_back" },
      });
    await tx.deployment.update({ where: { id: work.id }, data: { state: "active", finishedAt: new Date() } });
  });
}
