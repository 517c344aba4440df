import type { Account } from "@annex/contract";
import type { PersonContext } from "../account/account-context.ts";

/** A person's own account. */
export async function getAccount({ db, userId }: PersonContext): Promise<Account> {
  const { email, name, passwordHash, createdAt } = await db.operator.user.findUniqueOrThrow({ where: { id: userId } });
  return { email, name, hasPassword: passwordHash !== null, createdAt: createdAt.toISOString() };
}
