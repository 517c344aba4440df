import type { AccountContext } from "../account/account-context.ts";
import { writePasswordReset } from "../create-password-reset/write-password-reset.ts";
import type { JobData } from "../jobs/jobs.ts";

const lifeMs = 3_600_000;

/**
 * Writes the link that was asked for, with its e-mail, where the address has an account with a password. Who signs in by
 * a provider alone gets none: a password would be a way around the provider. The second factor stays.
 */
export async function mailForgotPassword(
  { db, jobs, masterKey }: AccountContext,
  { email, portalUrl }: JobData<"forgot-password">,
): Promise<void> {
  await db.operator.$transaction(async (tx) => {
    const user = await tx.user.findUnique({ where: { email }, select: { id: true, email: true, passwordHash: true } });
    if (!user?.passwordHash) return;
    const link = { removesTotp: false, mailedOnly: true, lifeMs };
    const asked = { jobs, masterKey, tenantId: null, actor: `user:${email}`, ...link };
    await writePasswordReset(tx, asked, { user, portalUrl });
  });
}
