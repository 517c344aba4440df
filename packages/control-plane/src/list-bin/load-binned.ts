import { AppError } from "@annex/contract";
import type { Function as FunctionRow, Tx } from "@annex/db";

/** A function in the bin; what is overdue is as good as gone. @throws AppError `not_found`. */
export async function loadBinned(tx: Tx, id: string): Promise<FunctionRow> {
  const found = await tx.function.findFirst({ where: { id, deletedAt: { not: null }, reapAt: { gt: new Date() } } });
  if (!found) throw new AppError("not_found", "There is no such function in the bin.");
  return found;
}
