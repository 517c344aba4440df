import { AppError, type Campaign, campaignTestSchema } from "@annex/contract";
import type { Rollout as Row, Tx } from "@annex/db";
import { toRolloutParts } from "../rollout/to-rollout-parts.ts";

type Tests = Campaign["tests"];

async function testsOf(tx: Tx, ids: readonly string[]): Promise<Map<string, Tests>> {
  const groups = await tx.rolloutItem.groupBy({
    by: ["rolloutId", "test"],
    where: { rolloutId: { in: [...ids] }, test: { not: null } },
    _count: true,
  });
  const all = new Map<string, Tests>();
  for (const { rolloutId, test, _count } of groups) {
    const tests = all.get(rolloutId) ?? { waiting: 0, running: 0, passed: 0, failed: 0, none: 0 };
    all.set(rolloutId, { ...tests, [campaignTestSchema.parse(test)]: _count });
  }
  return all;
}

/** Campaigns as the portal shows them. */
export async function toCampaigns(tx: Tx, rows: readonly Row[]): Promise<Campaign[]> {
  const parts = await toRolloutParts(tx, rows);
  const tests = await testsOf(tx, [...parts.keys()]);
  return rows.map(({ id, fromRuntime: from, toRuntime: to }) => {
    const part = parts.get(id);
    if (!part || from === null || to === null) throw new AppError("internal", "This roll-out is no campaign.");
    return { ...part, from, to, tests: tests.get(id) ?? { waiting: 0, running: 0, passed: 0, failed: 0, none: 0 } };
  });
}
