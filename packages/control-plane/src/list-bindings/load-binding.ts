import { AppError } from "@annex/contract";
import type { Prisma, Tx } from "@annex/db";
import { bindingInclude } from "./to-binding.ts";

/** @throws AppError `not_found`. */
export async function loadBinding(
  tx: Tx,
  id: string,
): Promise<Prisma.BindingGetPayload<{ include: typeof bindingInclude }>> {
  const row = await tx.binding.findFirst({ where: { id, function: { deletedAt: null } }, include: bindingInclude });
  if (!row) throw new AppError("not_found", "There is no such binding.");
  return row;
}
