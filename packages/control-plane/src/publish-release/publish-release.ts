import { AppError, type Deployment, deploySchema } from "@annex/contract";
import type { Tx } from "@annex/db";
import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { addBinding } from "../bind/add-binding.ts";
import { authorise } from "../context/authorise.ts";
import { parse } from "../context/parse.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { toJson } from "../context/to-json.ts";
import { checkNoShift } from "../deployment/check-no-shift.ts";
import { deploymentInclude, toDeployment } from "../deployment/to-deployment.ts";
import { toDraft } from "../draft/to-draft.ts";
import { loadFunction } from "../function/load-function.ts";
import { holdFunction } from "../function/lock-function.ts";
import { writeReleaseLayers } from "../layer/write-release-layers.ts";
import { checkMayTest } from "../may-run/check-may-test.ts";
import { checkReleaseQuota } from "../quota/check-quotas.ts";
import { checkDraft } from "./check-draft.ts";

const inputSchema = deploySchema.extend({ functionName: z.string() });

async function nextNumber(tx: Tx, functionId: string): Promise<number> {
  const last = await tx.release.aggregate({ where: { functionId }, _max: { number: true } });
  return (last._max.number ?? 0) + 1;
}

/**
 * Deploy: makes an immutable release of the draft, and a deployment that the worker carries out. The function is bound
 * to the draft's extension point where it is not yet; nothing serves before the deployment is active.
 * @throws AppError `conflict` when the draft on screen is not the one in the database, or while traffic shifts to an
 * earlier release; `invalid_request` with every
 * problem of the draft at its place; as `checkMayTest` where tests have to pass first.
 */
export async function publishRelease(ctx: TenantContext, input: z.input<typeof inputSchema>): Promise<Deployment> {
  const { functionName, revision, message, shift } = parse(inputSchema, input);
  const tenantId = ctx.tenant.id;
  const createdBy = ctx.principal.actor;
  return ctx.db.run(async (tx) => {
    const loaded = await loadFunction(tx, functionName);
    authorise(ctx, "developer");
    // two at once: the second waits here, so that both get a number
    const { id: functionId, requiresPassingTests } = await holdFunction(tx, loaded);
    const draft = toDraft(await tx.draft.findUniqueOrThrow({ where: { functionId } }));
    if (draft.revision !== revision)
      throw new AppError(
        "conflict",
        "The draft was changed in the meantime. Reload it, look at it, then deploy again.",
      );
    await checkNoShift(tx, functionId);
    const isGated = requiresPassingTests && (await tx.testEvent.count({ where: { functionId } })) > 0;
    if (isGated) await checkMayTest(tx, { tenantId, functionId, content: draft.content });
    const { extensionPoint, layers } = await checkDraft(tx, { tenantId, functionId, content: draft.content });
    const number = await nextNumber(tx, functionId);
    await checkReleaseQuota(tx, tenantId, functionId);
    const content = toJson(draft.content);
    const release = await tx.release.create({ data: { tenantId, functionId, number, message, content, createdBy } });
    await writeReleaseLayers(tx, { tenantId, releaseId: release.id }, layers);
    const row = await tx.deployment.create({
      data: { tenantId, functionId, releaseId: release.id, createdBy, ...(shift ? { shiftPlan: toJson(shift) } : {}) },
      include: deploymentInclude,
    });
    if (extensionPoint) await addBinding(tx, { tenantId, functionId, extensionPointId: extensionPoint.id });
    const data = { tenantId, functionId, deploymentId: row.id };
    await ctx.jobs.send(tx, { queue: "deploy", data }, { singletonKey: row.id });
    const detail = { release: number, message, ...(shift ? { steps: shift.steps } : {}) };
    const target = `function:${functionName}`;
    await recordAudit(tx, { tenantId, actor: createdBy, action: "publishRelease", target, detail });
    return toDeployment(row);
  });
}
