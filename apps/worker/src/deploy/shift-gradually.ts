import { pointAlias } from "@annex/aws";
import { type DeploymentStep, deploymentStepSchema, type ReleaseMetrics, shiftPlanSchema } from "@annex/contract";
import { recordAudit, releaseMetrics, toJson } from "@annex/control-plane";
import type { Prisma } from "@annex/db";
import { z } from "zod";
import type { OpenCell } from "../cells/cells.ts";
import type { WorkerContext } from "../worker-context.ts";
import { type DeploymentWork, workInclude } from "./deployment-work.ts";
import { nextMove, type ShiftMove } from "./next-move.ts";
import { makeLive, shiftLive } from "./shift-live.ts";

type LoadedShift = DeploymentWork & {
  function: { liveRelease: { number: number; lambdaVersion: string | null } | null };
};

const include = {
  ...workInclude,
  function: { include: { ...workInclude.function.include, liveRelease: true } },
} as const satisfies Prisma.DeploymentInclude;

/** The deployment's steps with the shifting one as it is now. */
function stepsWith({ steps, shiftStartedAt }: DeploymentWork, state: DeploymentStep["state"], detail: string) {
  const others = z
    .array(deploymentStepSchema)
    .parse(steps)
    .filter(({ name }) => name !== "shifting");
  const startedAt = (shiftStartedAt ?? new Date()).toISOString();
  const finishedAt = state === "running" ? null : new Date().toISOString();
  return toJson([...others, { name: "shifting", state, startedAt, finishedAt, detail }]);
}

function measure(
  ctx: WorkerContext,
  { functionId, release, shiftStartedAt }: LoadedShift,
): Promise<ReleaseMetrics | null> {
  if (shiftStartedAt === null) return Promise.resolve(null);
  return releaseMetrics(ctx.db.operator, { functionId, releaseNumber: release.number, since: shiftStartedAt });
}

/** Lambda's own alias carries the same shares, for whoever invokes by it; equal code needs none. */
async function weigh({ author }: OpenCell, { function: fn, release }: LoadedShift, percent: number): Promise<void> {
  const version = fn.liveRelease?.lambdaVersion;
  if (!version) return;
  const canary = release.lambdaVersion;
  const other = canary && canary !== version && percent > 0 ? { version: canary, weight: percent / 100 } : undefined;
  await pointAlias(author, { name: fn.lambdaName, alias: "live", version, ...(other ? { other } : {}) });
}

async function apply(ctx: WorkerContext, cell: OpenCell, shift: LoadedShift, percent: number): Promise<void> {
  await weigh(cell, shift, percent);
  const now = new Date();
  const detail = `${percent} % of the invocations go to version ${shift.release.lambdaVersion}`;
  const canary = { canaryReleaseId: shift.releaseId, canaryPercent: percent };
  await ctx.db.operator.$transaction([
    ctx.db.operator.function.update({ where: { id: shift.functionId }, data: canary }),
    ctx.db.operator.deployment.update({
      where: { id: shift.id },
      data: {
        ...{ state: "shifting", shiftPercent: percent, shiftSince: now },
        shiftStartedAt: shift.shiftStartedAt ?? now,
        steps: stepsWith(shift, "running", detail),
      },
    }),
  ]);
}

/** The data plane goes back first, then Lambda's alias; the deployment ends when both have. */
async function rollBack(
  ctx: WorkerContext,
  cell: OpenCell,
  shift: LoadedShift,
  { code, reason }: ShiftMove & { kind: "rollBack" },
): Promise<void> {
  const none = { canaryReleaseId: null, canaryPercent: 0 };
  await ctx.db.operator.function.update({ where: { id: shift.functionId }, data: none });
  await weigh(cell, shift, 0);
  const hint = `Release ${shift.function.liveRelease?.number} serves all invocations. Correct the code, then deploy again.`;
  const failure = { step: "shifting", code, message: reason, hint, diagnostics: [] };
  await ctx.db.operator.$transaction(async (tx) => {
    const steps = stepsWith(shift, "failed", "rolled back");
    const data = { state: "rolled_back", finishedAt: new Date(), failure, steps, shiftPercent: 0 } as const;
    await tx.deployment.update({ where: { id: shift.id }, data });
    const { tenantId, function: fn, release } = shift;
    const detail = { release: release.number, code, reason };
    const target = `function:${fn.name}`;
    await recordAudit(tx, { tenantId, actor: "system:worker", action: "rollBackShift", target, detail });
  });
  ctx.log("info", "shift rolled back", { deploymentId: shift.id, code, reason });
}

async function finish(ctx: WorkerContext, cell: OpenCell, shift: LoadedShift): Promise<void> {
  const detail = await shiftLive(ctx, cell, shift);
  const steps = stepsWith(shift, "done", detail);
  await ctx.db.operator.deployment.update({ where: { id: shift.id }, data: { steps } });
  await makeLive(ctx, shift);
}

/**
 * Takes a step-by-step shift as far as it goes now. Every line may be repeated: what is wanted is in the deployment's
 * row, what was carried out is written after it was. Called under the function's lock.
 */
export async function shiftGradually(ctx: WorkerContext, cell: OpenCell, deploymentId: string): Promise<void> {
  for (;;) {
    const shift = await ctx.db.operator.deployment.findUnique({ where: { id: deploymentId }, include });
    if (shift?.state !== "shifting" && shift?.state !== "publishing") return;
    const { shiftStep: step, shiftPercent: percent, shiftSince: since, abortReason } = shift;
    const plan = shiftPlanSchema.parse(shift.shiftPlan);
    const state = { plan, step, percent, since, frozen: shift.frozenAt !== null, abortReason };
    const move = nextMove(state, await measure(ctx, shift), new Date());
    if (move.kind === "hold") return;
    if (move.kind === "rollBack") return rollBack(ctx, cell, shift, move);
    if (move.kind === "finish") return finish(ctx, cell, shift);
    if (move.kind === "apply") await apply(ctx, cell, shift, move.percent);
    // a person may have promoted it in this very moment: then that is wanted
    else
      await ctx.db.operator.deployment.updateMany({
        where: { id: deploymentId, shiftStep: step },
        data: { shiftStep: step + 1 },
      });
  }
}
