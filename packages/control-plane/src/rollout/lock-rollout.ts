import type { Tx } from "@annex/db";

/** Holds a roll-out until the transaction ends: a person's word and the worker's next wave come one after the other. */
export async function lockRollout(tx: Tx, rolloutId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`rollout:${rolloutId}`}, 0))`;
}
