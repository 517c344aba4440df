import { type LayerRollout, shiftPlanSchema } from "@annex/contract";
import type { Prisma, Tx } from "@annex/db";

export const rolloutInclude = {
  version: { select: { number: true, layer: { select: { id: true, name: true } } } },
} as const satisfies Prisma.LayerRolloutInclude;

type Row = Prisma.LayerRolloutGetPayload<{ include: typeof rolloutInclude }>;
type Counts = LayerRollout["counts"];

/** How many functions of each roll-out are in which state. */
async function countsOf(tx: Tx, ids: readonly string[]): Promise<Map<string, Counts>> {
  const groups = await tx.layerRolloutItem.groupBy({
    by: ["rolloutId", "state"],
    where: { rolloutId: { in: [...ids] } },
    _count: true,
  });
  const counts = new Map<string, Counts>();
  for (const { rolloutId, state, _count } of groups) {
    const known = counts.get(rolloutId) ?? { waiting: 0, deploying: 0, done: 0, failed: 0, skipped: 0 };
    counts.set(rolloutId, { ...known, [state]: _count });
  }
  return counts;
}

function nextWaveAt({ state, waveEndedAt, pauseSeconds }: Row, { waiting }: Counts): string | null {
  if (state !== "running" || waveEndedAt === null || waiting === 0) return null;
  return new Date(waveEndedAt.getTime() + pauseSeconds * 1000).toISOString();
}

/** Roll-outs as the portal shows them. */
export async function toRollouts(tx: Tx, rows: readonly Row[]): Promise<LayerRollout[]> {
  const all = await countsOf(
    tx,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => {
    const counts = all.get(row.id) ?? { waiting: 0, deploying: 0, done: 0, failed: 0, skipped: 0 };
    const { id, state, waveSize, pauseSeconds, maxFailureRate, wave, reason, createdBy, version } = row;
    return {
      ...{ id, layer: version.layer, version: version.number, state, waveSize, pauseSeconds, maxFailureRate },
      ...{ wave, nextWaveAt: nextWaveAt(row, counts), counts, reason, createdBy },
      shift: row.shiftPlan === null ? null : shiftPlanSchema.parse(row.shiftPlan),
      createdAt: row.createdAt.toISOString(),
      finishedAt: row.finishedAt?.toISOString() ?? null,
    };
  });
}
