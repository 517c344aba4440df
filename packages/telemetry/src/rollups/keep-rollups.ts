import type { PrismaClient } from "@annex/db";

/** How long rollups of each length are kept. */
const kept = [
  { bucketSeconds: 60, days: 3 },
  { bucketSeconds: 3600, days: 11 },
  { bucketSeconds: 86_400, days: 800 },
  { bucketSeconds: 604_800, days: 800 },
] as const;

/** Removes rollups that are too old for any chart. */
export async function keepRollups(operator: PrismaClient): Promise<void> {
  for (const { bucketSeconds, days } of kept) {
    const bucketAt = { lt: new Date(Date.now() - days * 86_400_000) };
    await operator.rollup.deleteMany({ where: { bucketSeconds, bucketAt } });
  }
}
