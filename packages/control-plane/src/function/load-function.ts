import { AppError } from "@annex/contract";
import type { Function as FunctionRow, Tx } from "@annex/db";

export function missingFunction(name: string): AppError {
  return new AppError("not_found", `There is no function named ${name}.`);
}

/** @throws AppError `not_found`, equal for a missing function, one in the bin and another tenant's. */
export async function loadFunction(tx: Tx, name: string): Promise<FunctionRow> {
  const found = await tx.function.findFirst({ where: { name, deletedAt: null } });
  if (!found) throw missingFunction(name);
  return found;
}
