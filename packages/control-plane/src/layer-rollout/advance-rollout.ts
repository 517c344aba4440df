import { type DeploymentFailure, deploymentFailureSchema } from "@annex/contract";
import type { Db, LayerRolloutItem, Prisma, Tx } from "@annex/db";
import { recordAudit } from "../audit/record-audit.ts";
import type { JobSender } from "../jobs/job-sender.ts";
import { lockRollout } from "./lock-rollout.ts";
import { upgradeFunction } from "./upgrade-function.ts";

interface Advance {
  readonly db: Db;
  readonly jobs: JobSender;
  readonly now: Date;
}

const include = {
  version: { select: { id: true, number: true, layer: { select: { id: true, name: true } } } },
} as const satisfies Prisma.LayerRolloutInclude;
type Row = Prisma.LayerRolloutGetPayload<{ include: typeof include }>;

const key = ({ rolloutId, position }: LayerRolloutItem) => ({ rolloutId_position: { rolloutId, position } });
/** Two workers' turns come one after the other. */
const transaction = { timeout: 30_000, maxWait: 30_000 };

function reasonOf(failure: unknown): DeploymentFailure["message"] {
  return deploymentFailureSchema.safeParse(failure).data?.message ?? "The deployment failed.";
}

/** Writes down what became of the deployments of the wave; @returns how many are still under way. */
async function settle(tx: Tx, rolloutId: string): Promise<number> {
  const items = await tx.layerRolloutItem.findMany({ where: { rolloutId, state: "deploying" } });
  const ids = items.flatMap(({ deploymentId }) => deploymentId ?? []);
  const rows = await tx.deployment.findMany({
    where: { id: { in: ids } },
    select: { id: true, state: true, failure: true },
  });
  const deployments = new Map(rows.map((row) => [row.id, row]));
  let deploying = 0;
  for (const item of items) {
    const deployment = deployments.get(item.deploymentId ?? "");
    const where = key(item);
    if (!deployment) {
      const data = { state: "skipped", detail: "The function was removed." } as const;
      await tx.layerRolloutItem.update({ where, data });
    } else if (deployment.state === "active") await tx.layerRolloutItem.update({ where, data: { state: "done" } });
    else if (deployment.state === "failed" || deployment.state === "rolled_back") {
      const data = { state: "failed", detail: reasonOf(deployment.failure) } as const;
      await tx.layerRolloutItem.update({ where, data });
    } else deploying += 1;
  }
  return deploying;
}

/** Why no further wave may begin; null where it may. */
async function tooManyFailed(tx: Tx, { id, maxFailureRate, countedFromWave }: Row): Promise<string | null> {
  const counted = { rolloutId: id, wave: { gte: countedFromWave } };
  const failed = await tx.layerRolloutItem.count({ where: { ...counted, state: "failed" } });
  const done = await tx.layerRolloutItem.count({ where: { ...counted, state: "done" } });
  const rate = failed / Math.max(1, failed + done);
  if (failed === 0 || rate <= maxFailureRate) return null;
  const percent = (share: number) => `${Math.round(share * 100)} %`;
  return `${failed} of ${failed + done} functions failed (${percent(rate)}); ${percent(maxFailureRate)} are allowed.`;
}

async function finish(tx: Tx, { id, version }: Row, state: "done" | "stopped", reason: string | null, now: Date) {
  const finishedAt = state === "done" ? { finishedAt: now } : {};
  await tx.layerRollout.update({ where: { id }, data: { state, reason, ...finishedAt } });
  const action = state === "done" ? "finishLayerRollout" : "stopLayerRollout";
  const detail = { rollout: id, version: version.number, ...(reason === null ? {} : { reason }) };
  const target = `layer:${version.layer.name}`;
  await recordAudit(tx, { tenantId: null, actor: "system:worker", action, target, detail });
}

/** The functions of the next wave; they are upgraded one by one after this is written. */
async function beginWave(tx: Tx, { id, wave, waveSize }: Row): Promise<void> {
  const next = await tx.layerRolloutItem.findMany({
    where: { rolloutId: id, state: "waiting" },
    orderBy: { position: "asc" },
    take: waveSize,
    select: { position: true },
  });
  const positions = next.map(({ position }) => position);
  await tx.layerRolloutItem.updateMany({
    where: { rolloutId: id, position: { in: positions } },
    data: { wave: wave + 1 },
  });
  await tx.layerRollout.update({ where: { id }, data: { wave: wave + 1, waveEndedAt: null } });
}

/** Looks at the wave that is under way, and begins the next one where it is time. */
function turn({ db, now }: Advance, rolloutId: string): Promise<void> {
  return db.operator.$transaction(async (tx) => {
    await lockRollout(tx, rolloutId);
    const row = await tx.layerRollout.findUnique({ where: { id: rolloutId }, include });
    if (!row || (await settle(tx, rolloutId)) > 0) return;
    const { state, wave, pauseSeconds } = row;
    const begun = await tx.layerRolloutItem.count({ where: { rolloutId, state: "waiting", wave } });
    if (begun > 0) return;
    const endedAt = row.waveEndedAt ?? now;
    if (row.waveEndedAt === null)
      await tx.layerRollout.update({ where: { id: rolloutId }, data: { waveEndedAt: endedAt } });
    if (state !== "running") return;
    const reason = await tooManyFailed(tx, row);
    const waiting = await tx.layerRolloutItem.count({ where: { rolloutId, state: "waiting" } });
    if (waiting === 0) return finish(tx, row, "done", reason, now);
    if (reason !== null) return finish(tx, row, "stopped", reason, now);
    const resting = wave > 0 && now.getTime() < endedAt.getTime() + pauseSeconds * 1000;
    if (!resting) await beginWave(tx, row);
  }, transaction);
}

/** Upgrades one function of the wave; one that is being deployed has its turn later. */
function upgradeItem({ db, jobs }: Advance, item: LayerRolloutItem): Promise<void> {
  const { rolloutId, tenantId, functionId } = item;
  return db.operator.$transaction(async (tx) => {
    await lockRollout(tx, rolloutId);
    const row = await tx.layerRollout.findUniqueOrThrow({ where: { id: rolloutId }, include });
    const { state } = await tx.layerRolloutItem.findUniqueOrThrow({ where: key(item) });
    if (row.state !== "running" || state !== "waiting") return;
    const { layer, id, number } = row.version;
    const upgrade = { tenantId, functionId, layer, version: { id, number }, shiftPlan: row.shiftPlan };
    const upgraded = await upgradeFunction(tx, jobs, upgrade);
    if (upgraded.kind === "busy") return;
    const data =
      upgraded.kind === "skipped"
        ? ({ state: "skipped", detail: upgraded.reason } as const)
        : ({ state: "deploying", deploymentId: upgraded.deploymentId } as const);
    await tx.layerRolloutItem.update({ where: key(item), data });
  }, transaction);
}

/**
 * Takes a roll-out as far as it goes now: what the wave's deployments came to is written down; when all have ended and
 * the pause is over, the next wave is begun, and each of its functions gets its release and its deployment in a
 * transaction of its own. A worker that dies anywhere leaves what the next one goes on from. While it is paused, stopped
 * or cancelled, only what is deploying already is looked after.
 */
export async function advanceRollout(advance: Advance, rolloutId: string): Promise<void> {
  await turn(advance, rolloutId);
  const { wave } = await advance.db.operator.layerRollout.findUniqueOrThrow({ where: { id: rolloutId } });
  const items = await advance.db.operator.layerRolloutItem.findMany({
    where: { rolloutId, wave, state: "waiting", rollout: { state: "running" } },
    orderBy: { position: "asc" },
  });
  for (const item of items) await upgradeItem(advance, item);
}

/** Roll-outs that are not at rest: running ones, and those with functions still deploying. */
export async function rolloutsToAdvance(db: Db): Promise<string[]> {
  const rows = await db.operator.layerRollout.findMany({
    where: { OR: [{ state: "running" }, { items: { some: { state: "deploying" } } }] },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}
