import { pointAlias } from "@annex/aws";
import { AppError } from "@annex/contract";
import type { Tx } from "@annex/db";
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

/** A shift that was under way when another release was made live: it is over, and says why. */
async function endOtherShifts(tx: Tx, work: DeploymentWork): Promise<void> {
  const { functionId, id, release, createdBy } = work;
  const others = await tx.deployment.findMany({
    where: { functionId, id: { not: id }, state: "shifting", shiftStartedAt: { not: null } },
    select: { id: true },
  });
  const message = `${createdBy.replace(/^user:/, "")} rolled back to release ${release.number} while traffic was shifting.`;
  const hint = `Release ${release.number} serves all invocations.`;
  const failure = { step: "shifting", code: "superseded", message, hint, diagnostics: [] };
  const data = { state: "rolled_back", finishedAt: new Date(), failure, shiftPercent: 0 } as const;
  await tx.deployment.updateMany({ where: { id: { in: others.map((other) => other.id) } }, data });
}

/** The outcome, in one transaction: this release serves from now on, and its deployment is active. */
export async function makeLive(ctx: WorkerContext, work: DeploymentWork): Promise<void> {
  await ctx.db.operator.$transaction(async (tx) => {
    const { liveReleaseId } = await tx.function.findUniqueOrThrow({ where: { id: work.functionId } });
    const live = { liveReleaseId: work.releaseId, canaryReleaseId: null, canaryPercent: 0 };
    await tx.function.update({ where: { id: work.functionId }, data: live });
    await endOtherShifts(tx, work);
    if (work.kind === "rollback" && liveReleaseId)
      await tx.deployment.updateMany({
        where: { releaseId: liveReleaseId, state: "active" },
        data: { state: "rolled_back" },
      });
    await tx.deployment.update({ where: { id: work.id }, data: { state: "active", finishedAt: new Date() } });
  });
}
