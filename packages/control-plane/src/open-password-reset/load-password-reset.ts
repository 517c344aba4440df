import { AppError } from "@annex/contract";
import type { Prisma, Tx } from "@annex/db";
import { linkTokenHash } from "../account/link-token.ts";

const user = {
  select: {
    ...{ id: true, email: true, totpConfirmedAt: true, isOperator: true },
    memberships: { select: { tenantId: true } },
    identities: { select: { issuer: true } },
  },
} as const;
type Row = Prisma.PasswordResetGetPayload<{ include: { user: typeof user } }>;

/**
 * Whether an owner has the link and it would open more than the owner's tenant: the person may have joined another one,
 * or come to sign in at a provider, after it was made.
 */
function opensMore({ tenantId, mailedOnly, user: { isOperator, memberships, identities } }: Row): boolean {
  if (tenantId === null || mailedOnly) return false;
  return isOperator || identities.length > 0 || memberships.some((membership) => membership.tenantId !== tenantId);
}

/** @throws AppError `not_found`, in the same words for an unknown, a used and an expired link. */
export async function loadPasswordReset(tx: Pick<Tx, "passwordReset">, token: string) {
  const row = await tx.passwordReset.findUnique({
    where: { tokenHash: linkTokenHash(token) },
    include: { user },
  });
  if (row && !row.usedAt && row.expiresAt > new Date() && !opensMore(row)) return row;
  throw new AppError("not_found", "This link is no longer good: it was used or is too old. Ask for another.");
}
