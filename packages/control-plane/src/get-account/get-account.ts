import type { Account } from "@annex/contract";
import type { PersonContext } from "../account/account-context.ts";

/** A person's own account. */
export async function getAccount({ db, userId }: PersonContext): Promise<Account> {
  const { email, name, passwordHash, totpConfirmedAt, createdAt } = await db.operator.user.findUniqueOrThrow({
    where: { id: userId },
  });
  const recoveryCodesLeft = await db.operator.recoveryCode.count({ where: { userId, usedAt: null } });
  return {
    ...{ email, name, recoveryCodesLeft },
    hasPassword: passwordHash !== null,
    totpSince: totpConfirmedAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
  };
}
