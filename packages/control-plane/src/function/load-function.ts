import { AppError } from "@annex/contract";
import type { Function as FunctionRow, Tx } from "@annex/db";

/** @throws AppError `not_found`, equal for a missing function, one in the bin and another tenant's. */
export async function loadFunction(tx: Tx, name: string): Promise<FunctionRow> {
  const found = await tx.function.findFirst({ where: { name, deletedAt: null } });
  if (!found) throw new AppError("not_found", `There is no function named ${name}.`);
  return found;
}
