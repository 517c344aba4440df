import { AppError } from "@annex/contract";
import type { Tx } from "@annex/db";
import { linkTokenHash } from "../account/link-token.ts";

/** @throws AppError `not_found`, in the same words for an unknown, a used, a revoked and an expired link. */
export async function loadInvitation(tx: Pick<Tx, "invitation">, token: string) {
  const row = await tx.invitation.findUnique({
    where: { tokenHash: linkTokenHash(token) },
    include: { tenant: { select: { slug: true, name: true } } },
  });
  if (row && !row.acceptedAt && !row.revokedAt && row.expiresAt > new Date()) return row;
  throw new AppError(
    "not_found",
    "This invitation is no longer good: it was used, revoked or is too old. Ask for another.",
  );
}
