import { AppError, type Deployment, rollBackSchema } from "@annex/contract";
import type { Function as FunctionRow, Release, Tx } from "@annex/db";
import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { authorise } from "../context/authorise.ts";
import { parse } from "../context/parse.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { deploymentInclude, toDeployment } from "../deployment/to-deployment.ts";
import { loadFunction } from "../function/load-function.ts";
import { holdFunction } from "../function/lock-function.ts";

const inputSchema = rollBackSchema.extend({ functionName: z.string() });

async function loadTarget(tx: Tx, of: FunctionRow, number: number): Promise<Release> {
  const release = await tx.release.findFirst({ where: { functionId: of.id, number } });
  if (!release) throw new AppError("not_found", `There is no release ${number}.`);
  if (release.id === of.liveReleaseId) throw new AppError("conflict", `Release ${number} is live already.`);
  if (!release.lambdaVersion && !release.codeSha256)
    throw new AppError("conflict", `Release ${number} was never published, so there is nothing to go back to.`);
  return release;
}

/**
 * Makes an earlier (or later) published release live again: code, configuration and field mapping together.
 * @throws AppError `not_found`; `conflict` when it is live already or was never published.
 */
export async function rollBack(ctx: TenantContext, input: z.input<typeof inputSchema>): Promise<Deployment> {
  const { functionName, releaseNumber } = parse(inputSchema, input);
  return ctx.db.run(async (tx) => {
    const loaded = await loadFunction(tx, functionName);
    authorise(ctx, "developer");
    const held = await holdFunction(tx, loaded);
    const functionId = held.id;
    const release = await loadTarget(tx, held, releaseNumber);
    const tenantId = ctx.tenant.id;
    const createdBy = ctx.principal.actor;
    const row = await tx.deployment.create({
      data: { tenantId, functionId, releaseId: release.id, kind: "rollback", createdBy },
      include: deploymentInclude,
    });
    const data = { tenantId, functionId, deploymentId: row.id };
    await ctx.jobs.send(tx, { queue: "roll-back", data }, { singletonKey: row.id });
    const target = `function:${functionName}`;
    await recordAudit(tx, { tenantId, actor: createdBy, action: "rollBack", target, detail: { releaseNumber } });
    return toDeployment(row);
  });
}
