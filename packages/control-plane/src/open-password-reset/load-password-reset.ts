import { AppError } from "@annex/contract";
import type { Tx } from "@annex/db";
import { linkTokenHash } from "../account/link-token.ts";

/** @throws AppError `not_found`, in the same words for an unknown, a used and an expired link. */
export async function loadPasswordReset(tx: Pick<Tx, "passwordReset">, token: string) {
  const row = await tx.passwordReset.findUnique({
    where: { tokenHash: linkTokenHash(token) },
    include: { user: { select: { id: true, email: true, totpConfirmedAt: true } } },
  });
  if (row && !row.usedAt && row.expiresAt > new Date()) return row;
  throw new AppError("not_found", "This link is no longer good: it was used or is too old. Ask for another.");
}
