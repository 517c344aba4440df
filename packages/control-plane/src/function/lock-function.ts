import type { Function as FunctionRow, Tx } from "@annex/db";
import { missingFunction } from "./load-function.ts";

/** Holds a function's row until the transaction ends: of two that ask for a release or a deployment at once, the second waits. */
export async function lockFunction(tx: Tx, functionId: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 AS locked FROM functions WHERE id = ${functionId}::uuid FOR UPDATE`;
}

/**
 * Holds a function that is about to be deployed, bound or deleted, and loads it as it is then: whoever held it before
 * may have deleted it. @throws AppError `not_found`.
 */
export async function holdFunction(tx: Tx, { id, name }: Pick<FunctionRow, "id" | "name">): Promise<FunctionRow> {
  await lockFunction(tx, id);
  const found = await tx.function.findFirst({ where: { id, deletedAt: null } });
  if (!found) throw missingFunction(name);
  return found;
}
