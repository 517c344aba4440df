import { isDeepStrictEqual } from "node:util";
import { AppError, type DraftContent, draftContentSchema } from "@annex/contract";
import type { Tx } from "@annex/db";
import { recordAudit } from "../audit/record-audit.ts";
import { toJson } from "../context/to-json.ts";
import { underway } from "../deployment/underway.ts";
import { lockFunction } from "../function/lock-function.ts";
import type { JobSender } from "../jobs/job-sender.ts";
import { checkReleaseQuota } from "../quota/check-quotas.ts";

export interface LayerUpgrade {
  readonly tenantId: string;
  readonly functionId: string;
  readonly layer: { readonly id: string; readonly name: string };
  readonly version: { readonly id: string; readonly number: number };
  readonly shiftPlan: unknown;
}

/** The deployment that was made, or why there is none. `busy`: something else is being deployed, so ask again later. */
export type Upgraded =
  | { readonly kind: "deploying"; readonly deploymentId: string }
  | { readonly kind: "skipped"; readonly reason: string }
  | { readonly kind: "busy" };

/** People's deployments go first. */
const priority = -10;
const actor = "system:worker";

function withVersion(content: DraftContent, layerId: string, version: number): DraftContent {
  const layers = content.layers.map((layer) => (layer.layerId === layerId ? { ...layer, version } : layer));
  return { ...content, layers };
}

function olderIn({ layers }: DraftContent, layerId: string, number: number): boolean {
  return layers.some((layer) => layer.layerId === layerId && layer.version < number);
}

/** A deployment that shifts step by step may take days; any other ends within moments. */
async function underwayOf(tx: Tx, functionId: string): Promise<"shifting" | "busy" | null> {
  const where = { functionId, state: { in: [...underway] } };
  const rows = await tx.deployment.findMany({ where, select: { shiftPlan: true } });
  if (rows.length === 0) return null;
  return rows.some(({ shiftPlan }) => shiftPlan !== null) ? "shifting" : "busy";
}

/**
 * The draft gets the version too, or the next deployment would take it back. One that was deployed as it is stays so: its
 * time is not moved beyond the new release's.
 */
async function upgradeDraft(tx: Tx, { functionId, layer, version }: LayerUpgrade, live: DraftContent): Promise<void> {
  const draft = await tx.draft.findUnique({ where: { functionId } });
  const content = draft && draftContentSchema.parse(draft.content);
  if (!content || !olderIn(content, layer.id, version.number)) return;
  const updatedAt = isDeepStrictEqual(content, live) ? draft.updatedAt : new Date();
  const data = { content: toJson(withVersion(content, layer.id, version.number)), updatedBy: actor, updatedAt };
  await tx.draft.update({ where: { functionId }, data: { ...data, revision: { increment: 1 } } });
}

async function reasonToSkip(tx: Tx, { tenantId, functionId }: LayerUpgrade): Promise<string | null> {
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
 * Makes a release that is the live one with another version of a layer, and its deployment with its job: what was built
 * is taken over, so that nothing but the layer changes. In one transaction with what asks for it.
 */
export async function upgradeFunction(tx: Tx, jobs: JobSender, upgrade: LayerUpgrade): Promise<Upgraded> {
  const { tenantId, functionId, layer, version, shiftPlan } = upgrade;
  await lockFunction(tx, functionId);
  const found = await tx.function.findFirst({
    where: { id: functionId, deletedAt: null },
    include: { liveRelease: { include: { layers: true } } },
  });
  const live = found?.liveRelease;
  if (!live) return { kind: "skipped", reason: "It does not serve any more." };
  // what is on its way must not be taken back by a release that is made from the live one
  const other = await underwayOf(tx, functionId);
  if (other === "busy") return { kind: "busy" };
  if (other === "shifting") return { kind: "skipped", reason: "Traffic is being shifted to another release." };
  const content = draftContentSchema.parse(live.content);
  if (!olderIn(content, layer.id, version.number))
    return { kind: "skipped", reason: "It has this version already, or a newer one." };
  const reason = await reasonToSkip(tx, upgrade);
  if (reason !== null) return { kind: "skipped", reason };
  const before = content.layers.find(({ layerId }) => layerId === layer.id)?.version;
  const last = await tx.release.aggregate({ where: { functionId }, _max: { number: true } });
  const number = (last._max.number ?? 0) + 1;
  const message = `Layer ${layer.name}: version ${before} to ${version.number}`;
  const { artifactSha256, packageLock } = live;
  const release = await tx.release.create({
    data: {
      ...{ tenantId, functionId, number, message, artifactSha256, createdBy: actor },
      ...{ content: toJson(withVersion(content, layer.id, version.number)), packageLock: toJson(packageLock) },
    },
  });
  const at = content.layers.findIndex(({ layerId }) => layerId === layer.id);
  await tx.releaseLayer.createMany({
    data: live.layers.map(({ position, layerVersionId }) => ({
      ...{ releaseId: release.id, tenantId, position },
      layerVersionId: position === at ? version.id : layerVersionId,
    })),
  });
  const plan = shiftPlan === null ? {} : { shiftPlan: toJson(shiftPlan) };
  const data = { tenantId, functionId, releaseId: release.id, createdBy: actor, ...plan };
  const { id: deploymentId } = await tx.deployment.create({ data, select: { id: true } });
  await upgradeDraft(tx, upgrade, content);
  const job = { queue: "deploy", data: { tenantId, functionId, deploymentId } } as const;
  await jobs.send(tx, job, { singletonKey: deploymentId, priority });
  const detail = { release: number, layer: layer.name, from: before, to: version.number };
  const target = `function:${found.name}`;
  await recordAudit(tx, { tenantId, actor, action: "upgradeLayer", target, detail });
  return { kind: "deploying", deploymentId };
}
