import { AppError, type ShiftMetrics } from "@annex/contract";
import { z } from "zod";
import { parse } from "../context/parse.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { loadFunction } from "../function/load-function.ts";
import { releaseMetrics } from "./release-metrics.ts";

const inputSchema = z.object({ functionName: z.string(), deploymentId: z.uuid("There is no such deployment.") });

/**
 * The new release beside the live one, since the shift began (since the deployment was asked for, where it has not).
 * @throws AppError `not_found`.
 */
export function getDeploymentMetrics(ctx: TenantContext, input: z.input<typeof inputSchema>): Promise<ShiftMetrics> {
  const { functionName, deploymentId } = parse(inputSchema, input);
  return ctx.db.run(async (tx) => {
    const { id: functionId, liveReleaseId } = await loadFunction(tx, functionName);
    const row = await tx.deployment.findFirst({
      where: { id: deploymentId, functionId },
      include: { release: { select: { number: true } } },
    });
    if (!row) throw new AppError("not_found", "There is no such deployment.");
    const since = row.shiftStartedAt ?? row.createdAt;
    const live = liveReleaseId ? await tx.release.findUnique({ where: { id: liveReleaseId } }) : null;
    const isBeside = live !== null && live.number !== row.release.number;
    return {
      canary: await releaseMetrics(tx, { functionId, releaseNumber: row.release.number, since }),
      live: isBeside ? await releaseMetrics(tx, { functionId, releaseNumber: live.number, since }) : null,
    };
  });
}
