import { type DeploymentFailure, deploymentFailureSchema } from "@annex/contract";
import type { Db, RolloutItem, Tx } from "@annex/db";
import { recordAudit } from "../audit/record-audit.ts";
import { testCampaign } from "../campaign/test-campaign.ts";
import type { Advance } from "./advance.ts";
import { changeOf, type RolloutWork, rolloutWork } from "./change-of.ts";
import { holdShifting } from "./hold-shifting.ts";
import { lockRollout } from "./lock-rollout.ts";
import { type Redeployed, redeploy } from "./redeploy.ts";

const key = ({ rolloutId, position }: RolloutItem) => ({ rolloutId_position: { rolloutId, position } });
/** Two workers' turns come one after the other. */
const transaction = { timeout: 30_000, maxWait: 30_000 };

function reasonOf(failure: unknown): DeploymentFailure["message"] {
  return deploymentFailureSchema.safeParse(failure).data?.message ?? "The deployment failed.";
}

/** Writes down what became of the deployments of the wave; @returns how many are still under way. */
async function settle(tx: Tx, rolloutId: string): Promise<number> {
  const items = await tx.rolloutItem.findMany({ where: { rolloutId, state: "deploying" } });
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
      await tx.rolloutItem.update({ where, data });
    } else if (deployment.state === "active") await tx.rolloutItem.update({ where, data: { state: "done" } });
    else if (deployment.state === "failed" || deployment.state === "rolled_back") {
      const data = { state: "failed", detail: reasonOf(deployment.failure) } as const;
      await tx.rolloutItem.update({ where, data });
    } else deploying += 1;
  }
  return deploying;
}

/** Why no further wave may begin; null where it may. */
async function tooManyFailed(tx: Tx, { id, maxFailureRate, countedFromWave }: RolloutWork): Promise<string | null> {
  const counted = { rolloutId: id, wave: { gte: countedFromWave } };
  const failed = await tx.rolloutItem.count({ where: { ...counted, state: "failed" } });
  const done = await tx.rolloutItem.count({ where: { ...counted, state: "done" } });
  const rate = failed / Math.max(1, failed + done);
  if (failed === 0 || rate <= maxFailureRate) return null;
  const percent = (share: number) => `${Math.round(share * 100)} %`;
  return `${failed} of ${failed + done} functions failed (${percent(rate)}); ${percent(maxFailureRate)} are allowed.`;
}

/** Tells the platform's audit trail how a roll-out went on. */
async function tell(tx: Tx, row: RolloutWork, verb: "finish" | "stop", reason: string | null): Promise<void> {
  const { version, fromRuntime: from, toRuntime: to } = row;
  const action = `${verb}${version ? "LayerRollout" : "Campaign"}`;
  const brought = version ? { version: version.number } : { from, to };
  const detail = { rollout: row.id, ...brought, ...(reason === null ? {} : { reason }) };
  await recordAudit(tx, { tenantId: null, actor: "system:worker", action, target: changeOf(row).target, detail });
}

async function finish(tx: Tx, row: RolloutWork, state: "done" | "stopped", reason: string | null, now: Date) {
  const finishedAt = state === "done" ? { finishedAt: now } : {};
  await tx.rollout.update({ where: { id: row.id }, data: { state, reason, ...finishedAt } });
  await tell(tx, row, state === "done" ? "finish" : "stop", reason);
}

/** The functions of the next wave; they are deployed one by one after this is written. */
async function beginWave(tx: Tx, { id, wave, waveSize }: RolloutWork): Promise<void> {
  const next = await tx.rolloutItem.findMany({
    where: { rolloutId: id, state: "waiting", held: false },
    orderBy: { position: "asc" },
    take: waveSize,
    select: { position: true },
  });
  const positions = next.map(({ position }) => position);
  if (positions.length === 0) return; // each of them is held back by a shift of its traffic
  await tx.rolloutItem.updateMany({
    where: { rolloutId: id, position: { in: positions } },
    data: { wave: wave + 1 },
  });
  await tx.rollout.update({ where: { id }, data: { wave: wave + 1, waveEndedAt: null } });
}

/** Looks at the wave that is under way, and begins the next one where it is time. */
function turn({ db, now }: Advance, rolloutId: string): Promise<void> {
  return db.operator.$transaction(async (tx) => {
    await lockRollout(tx, rolloutId);
    const row = await tx.rollout.findUnique({ where: { id: rolloutId }, include: rolloutWork });
    if (!row || (await settle(tx, rolloutId)) > 0) return;
    const { state, wave, pauseSeconds } = row;
    const begun = await tx.rolloutItem.count({ where: { rolloutId, state: "waiting", wave } });
    if (begun > 0) return;
    const endedAt = row.waveEndedAt ?? now;
    if (row.waveEndedAt === null) await tx.rollout.update({ where: { id: rolloutId }, data: { waveEndedAt: endedAt } });
    if (state !== "running") return;
    const reason = await tooManyFailed(tx, row);
    const waiting = await tx.rolloutItem.count({ where: { rolloutId, state: "waiting" } });
    if (waiting === 0) return finish(tx, row, "done", reason, now);
    if (reason !== null) return finish(tx, row, "stopped", reason, now);
    const resting = wave > 0 && now.getTime() < endedAt.getTime() + pauseSeconds * 1000;
    await holdShifting(tx, rolloutId);
    if (!resting) await beginWave(tx, row);
  }, transaction);
}

function outcomeOf(made: Exclude<Redeployed, { readonly kind: "busy" }>) {
  if (made.kind === "shifting") return { wave: null, held: true };
  if (made.kind === "skipped") return { state: "skipped", detail: made.reason } as const;
  return { state: "deploying", deploymentId: made.deploymentId } as const;
}

/**
 * Redeploys one function of the wave; one that is being deployed has its turn later. One whose traffic is being shifted
 * leaves the wave, which would wait for days, and comes back in one that begins after the shift.
 */
function deployItem({ db, jobs }: Advance, item: RolloutItem): Promise<void> {
  const { rolloutId, tenantId, functionId } = item;
  return db.operator.$transaction(async (tx) => {
    await lockRollout(tx, rolloutId);
    const row = await tx.rollout.findUniqueOrThrow({ where: { id: rolloutId }, include: rolloutWork });
    const { state } = await tx.rolloutItem.findUniqueOrThrow({ where: key(item) });
    if (row.state !== "running" || state !== "waiting") return;
    const { shiftPlan } = row;
    const made = await redeploy(tx, jobs, { tenantId, functionId, change: changeOf(row), shiftPlan });
    if (made.kind === "busy") return;
    await tx.rolloutItem.update({ where: key(item), data: outcomeOf(made) });
  }, transaction);
}

/**
 * Takes a roll-out as far as it goes now: what the wave's deployments came to is written down; when all have ended and
 * the pause is over, the next wave is begun, and each of its functions gets its release and its deployment in a
 * transaction of its own. A worker that dies anywhere leaves what the next one goes on from. While it is paused, stopped
 * or cancelled, only what is deploying already is looked after; while it is tested, nothing is deployed.
 */
export async function advanceRollout(advance: Advance, rolloutId: string): Promise<void> {
  if (await testCampaign(advance, rolloutId)) return;
  await turn(advance, rolloutId);
  const { wave } = await advance.db.operator.rollout.findUniqueOrThrow({ where: { id: rolloutId } });
  const items = await advance.db.operator.rolloutItem.findMany({
    where: { rolloutId, wave, state: "waiting", rollout: { state: "running" } },
    orderBy: { position: "asc" },
  });
  for (const item of items) await deployItem(advance, item);
}

/** Roll-outs that are not at rest: running or tested ones, and those with functions still deploying. */
export async function rolloutsToAdvance(db: Db): Promise<string[]> {
  const rows = await db.operator.rollout.findMany({
    where: { OR: [{ state: { in: ["testing", "running"] } }, { items: { some: { state: "deploying" } } }] },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}
