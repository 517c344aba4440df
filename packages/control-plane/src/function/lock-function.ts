import type { Tx } from "@annex/db";

/** Holds a function's row until the transaction ends: of two that ask for a release or a deployment at once, the second waits. */
export async function lockFunction(tx: Tx, functionId: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 AS locked FROM functions WHERE id = ${functionId}::uuid FOR UPDATE`;
}
