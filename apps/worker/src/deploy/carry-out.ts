import { AppError } from "@annex/contract";
import { toJson } from "@annex/control-plane";
import { storable } from "@annex/telemetry";
import type { WorkerContext } from "../worker-context.ts";
import { buildRelease } from "./build-release.ts";
import type { DeploymentWork } from "./deployment-work.ts";
import { passTests } from "./pass-tests.ts";
import { publishToLambda } from "./publish-to-lambda.ts";
import { shiftGradually } from "./shift-gradually.ts";
import { makeLive, shiftLive } from "./shift-live.ts";
import { takeStep } from "./take-step.ts";
import { isTransient, toFailure } from "./to-failure.ts";

const acts = { building: buildRelease, testing: passTests, publishing: publishToLambda, shifting: shiftLive } as const;

function stepsOf({ kind, release, function: fn }: DeploymentWork): (keyof typeof acts)[] {
  // a release whose version was lost with its function in Lambda is published again
  if (kind === "rollback") return release.lambdaVersion ? ["shifting"] : ["publishing", "shifting"];
  return ["building", ...(fn.requiresPassingTests ? (["testing"] as const) : []), "publishing", "shifting"];
}

async function recordFailure(ctx: WorkerContext, work: DeploymentWork, error: unknown): Promise<void> {
  const { state } = await ctx.db.operator.deployment.findUniqueOrThrow({ where: { id: work.id } });
  const failure = toFailure(error, state);
  ctx.log("error", "deployment failed", { deploymentId: work.id, ...failure, cause: String(error) });
  // a diagnostic may quote what the database does not hold: the deployment fails all the same
  const data = { state: "failed", failure: toJson(storable(failure)), finishedAt: new Date() } as const;
  await ctx.db.operator.deployment.update({ where: { id: work.id }, data });
}

/**
 * Walks one deployment to its end. Each step may be repeated, so a deployment that a dead worker left goes on here.
 * @throws what is worth another try, unless this is the last one; everything else ends as a failed deployment.
 */
export async function carryOut(ctx: WorkerContext, work: DeploymentWork, lastTry: boolean): Promise<void> {
  try {
    if (work.function.tenant.status === "suspended")
      throw new AppError("tenant_suspended", "The tenant is suspended, so nothing is deployed.");
    const cell = await ctx.cells.open(work.function.cellId);
    const gradual = work.shiftPlan !== null && work.function.liveReleaseId !== null;
    if (gradual && work.shiftStartedAt !== null) return await shiftGradually(ctx, cell, work.id);
    for (const name of stepsOf(work)) {
      if (name === "shifting" && gradual) return await shiftGradually(ctx, cell, work.id);
      await takeStep(ctx.db, { deploymentId: work.id, name, act: () => acts[name](ctx, cell, work) });
    }
    await makeLive(ctx, work);
    ctx.log("info", "deployment active", { deploymentId: work.id, function: work.function.lambdaName });
  } catch (error) {
    if (isTransient(error) && !lastTry) throw error;
    await recordFailure(ctx, work, error);
  }
}
