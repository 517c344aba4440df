import type { Tx } from "@annex/db";

interface FormerMember {
  readonly userId: string;
  readonly tenantIds: readonly string[];
}

/**
 * Revokes a person's tokens of tenants that take the membership: else who is invited again would have them back, with
 * the new role. Returns how many there were.
 */
export async function revokeTokensOf(tx: Pick<Tx, "accessToken">, member: FormerMember): Promise<number> {
  const { userId, tenantIds } = member;
  const { count } = await tx.accessToken.updateMany({
    where: { userId, tenantId: { in: [...tenantIds] }, revokedAt: null },
    data: { revokedAt: new Date() },
  });
  return count;
}
