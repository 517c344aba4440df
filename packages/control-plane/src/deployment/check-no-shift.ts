import { AppError } from "@annex/contract";
import { Prisma, type Tx } from "@annex/db";
import { underway } from "./underway.ts";

/** @throws AppError `conflict` while traffic shifts step by step to a release of this function. */
export async function checkNoShift(tx: Tx, functionId: string): Promise<void> {
  const shifting = await tx.deployment.findFirst({
    where: { functionId, state: { in: [...underway] }, shiftPlan: { not: Prisma.AnyNull } },
    include: { release: { select: { number: true } } },
  });
  if (!shifting) return;
  const message = `Release ${shifting.release.number} is being shifted to. Promote or abort it first.`;
  throw new AppError("conflict", message);
}
