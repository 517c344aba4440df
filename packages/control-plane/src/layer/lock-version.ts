import type { Tx } from "@annex/db";

/** Holds a version of a layer until the transaction ends: a release that gets it and its deletion come one after the other. */
export async function lockVersion(tx: Tx, versionId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`layer-version:${versionId}`}, 0))`;
}
