import { type Rollout, type RolloutCounts, shiftPlanSchema } from "@annex/contract";
import type { Rollout as Row, Tx } from "@annex/db";

const none: RolloutCounts = { waiting: 0, deploying: 0, done: 0, failed: 0, skipped: 0 };

/** How many functions of each roll-out are in which state. */
async function countsOf(tx: Tx, ids: readonly string[]): Promise<Map<string, RolloutCounts>> {
  const groups = await tx.rolloutItem.groupBy({
    by: ["rolloutId", "state"],
    where: { rolloutId: { in: [...ids] } },
    _count: true,
  });
  const counts = new Map<string, RolloutCounts>();
  for (const { rolloutId, state, _count } of groups)
    counts.set(rolloutId, { ...(counts.get(rolloutId) ?? none), [state]: _count });
  return counts;
}

/** How many of those that wait are held back by a shift of their traffic. */
async function heldOf(tx: Tx, ids: readonly string[]): Promise<Map<string, number>> {
  const groups = await tx.rolloutItem.groupBy({
    by: ["rolloutId"],
    where: { rolloutId: { in: [...ids] }, state: "waiting", held: true },
    _count: true,
  });
  return new Map(groups.map(({ rolloutId, _count }) => [rolloutId, _count]));
}

function nextWaveAt({ state, waveEndedAt, pauseSeconds }: Row, ready: number): string | null {
  if (state !== "running" || waveEndedAt === null || ready <= 0) return null;
  return new Date(waveEndedAt.getTime() + pauseSeconds * 1000).toISOString();
}

/** What every roll-out tells, by its ID. */
export async function toRolloutParts(tx: Tx, rows: readonly Row[]): Promise<Map<string, Rollout>> {
  const ids = rows.map(({ id }) => id);
  const all = await countsOf(tx, ids);
  const allHeld = await heldOf(tx, ids);
  return new Map(
    rows.map((row) => {
      const counts = all.get(row.id) ?? none;
      const held = allHeld.get(row.id) ?? 0;
      const { id, state, waveSize, pauseSeconds, maxFailureRate, wave, reason, createdBy } = row;
      const part: Rollout = {
        ...{ id, state, waveSize, pauseSeconds, maxFailureRate, wave, counts, held, reason, createdBy },
        nextWaveAt: nextWaveAt(row, counts.waiting - held),
        shift: row.shiftPlan === null ? null : shiftPlanSchema.parse(row.shiftPlan),
        createdAt: row.createdAt.toISOString(),
        finishedAt: row.finishedAt?.toISOString() ?? null,
      };
      return [id, part];
    }),
  );
}
