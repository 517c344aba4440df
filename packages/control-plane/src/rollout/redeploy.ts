import { isDeepStrictEqual } from "node:util";
import { AppError, type DraftContent, draftContentSchema } from "@annex/contract";
import type { Tx } from "@annex/db";
import { recordAudit } from "../audit/record-audit.ts";
import { toJson } from "../context/to-json.ts";
import { underway } from "../deployment/underway.ts";
import { lockFunction } from "../function/lock-function.ts";
import type { JobSender } from "../jobs/job-sender.ts";
import { checkReleaseQuota } from "../quota/check-quotas.ts";
import type { ReleaseChange } from "./release-change.ts";

interface Redeployment {
  readonly tenantId: string;
  readonly functionId: string;
  readonly change: ReleaseChange;
  readonly shiftPlan: unknown;
}

/**
 * The deployment that was made, or why there is none. `busy`: something else is being deployed, so ask again later;
 * `shifting`: the same, and it may take days.
 */
export type Redeployed =
  | { readonly kind: "deploying"; readonly deploymentId: string }
  | { readonly kind: "skipped"; readonly reason: string }
  | { readonly kind: "busy" }
  | { readonly kind: "shifting" };

/** People's deployments go first. */
const priority = -10;
const actor = "system:worker";

/** A deployment that shifts step by step may take days; any other ends within moments. */
async function underwayOf(tx: Tx, functionId: string): Promise<"shifting" | "busy" | null> {
  const where = { functionId, state: { in: [...underway] } };
  const rows = await tx.deployment.findMany({ where, select: { shiftPlan: true } });
  if (rows.length === 0) return null;
  return rows.some(({ shiftPlan }) => shiftPlan !== null) ? "shifting" : "busy";
}

/**
 * The draft gets the change too, or the next deployment would take it back. One that was deployed as it is stays so: its
 * time is not moved beyond the new release's.
 */
async function changeDraft(tx: Tx, { functionId, change }: Redeployment, live: DraftContent): Promise<void> {
  const draft = await tx.draft.findUnique({ where: { functionId } });
  const content = draft && draftContentSchema.parse(draft.content);
  const changed = content && change.change(content);
  if (!changed) return;
  const updatedAt = isDeepStrictEqual(content, live) ? draft.updatedAt : new Date();
  const data = { content: toJson(changed), updatedBy: actor, updatedAt };
  await tx.draft.update({ where: { functionId }, data: { ...data, revision: { increment: 1 } } });
}

async function reasonToSkip(tx: Tx, { tenantId, functionId }: Redeployment): Promise<string | null> {
  const { status } = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId }, select: { status: true } });
  if (status === "suspended") return "The tenant is suspended.";
  try {
    await checkReleaseQuota(tx, tenantId, functionId);
    return null;
  } catch (error) {
    if (error instanceof AppError) return error.message;
    throw error;
  }
}

/**
 * Makes a release that is the live one with one change, and its deployment with its job. In one transaction with what
 * asks for it.
 */
export async function redeploy(tx: Tx, jobs: JobSender, redeployment: Redeployment): Promise<Redeployed> {
  const { tenantId, functionId, change, shiftPlan } = redeployment;
  await lockFunction(tx, functionId);
  const found = await tx.function.findFirst({
    where: { id: functionId, deletedAt: null },
    include: { liveRelease: { include: { layers: true } } },
  });
  const live = found?.liveRelease;
  if (!live) return { kind: "skipped", reason: "It does not serve any more." };
  if (change.mayBeKept && found.keepsRuntime) return { kind: "skipped", reason: keptReason };
  // what is on its way must not be taken back by a release that is made from the live one
  const other = await underwayOf(tx, functionId);
  if (other !== null) return { kind: other };
  const before = draftContentSchema.parse(live.content);
  const content = change.change(before);
  if (!content) return { kind: "skipped", reason: change.already };
  const reason = await reasonToSkip(tx, redeployment);
  if (reason !== null) return { kind: "skipped", reason };
  const last = await tx.release.aggregate({ where: { functionId }, _max: { number: true } });
  const number = (last._max.number ?? 0) + 1;
  const { artifactSha256, packageLock } = live;
  const built = change.keepsArtifact ? { artifactSha256, packageLock: toJson(packageLock) } : {};
  const message = change.message(before);
  const release = await tx.release.create({
    data: { tenantId, functionId, number, message, createdBy: actor, content: toJson(content), ...built },
  });
  const at = before.layers.findIndex(({ layerId }) => layerId === change.layer?.id);
  await tx.releaseLayer.createMany({
    data: live.layers.map(({ position, layerVersionId }) => ({
      ...{ releaseId: release.id, tenantId, position },
      layerVersionId: change.layer && position === at ? change.layer.versionId : layerVersionId,
    })),
  });
  const plan = shiftPlan === null ? {} : { shiftPlan: toJson(shiftPlan) };
  const data = { tenantId, functionId, releaseId: release.id, createdBy: actor, ...plan };
  const { id: deploymentId } = await tx.deployment.create({ data, select: { id: true } });
  await changeDraft(tx, redeployment, before);
  const job = { queue: "deploy", data: { tenantId, functionId, deploymentId } } as const;
  await jobs.send(tx, job, { singletonKey: deploymentId, priority });
  const detail = { release: number, ...change.detail(before) };
  const target = `function:${found.name}`;
  await recordAudit(tx, { tenantId, actor, action: change.action, target, detail });
  return { kind: "deploying", deploymentId };
}

/** Why a campaign leaves a function out that its tenant keeps on its runtime. */
export const keptReason = "Its tenant keeps it on its runtime.";
