import { AppError } from "@annex/contract";
import type { Function as FunctionRow, Tx } from "@annex/db";
import { lockFunction } from "../function/lock-function.ts";

/**
 * A function in the bin, held until the transaction ends: of two that restore it and remove it for good the second finds
 * it no more. What is overdue is as good as gone. @throws AppError `not_found`.
 */
export async function loadBinned(tx: Tx, id: string): Promise<FunctionRow> {
  await lockFunction(tx, id);
  const found = await tx.function.findFirst({ where: { id, deletedAt: { not: null }, reapAt: { gt: new Date() } } });
  if (!found) throw new AppError("not_found", "There is no such function in the bin.");
  return found;
}
