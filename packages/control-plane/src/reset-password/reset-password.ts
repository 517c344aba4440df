import { resetPasswordSchema } from "@annex/contract";
import type { z } from "zod";
import type { AccountContext } from "../account/account-context.ts";
import { endWaysIn } from "../account/end-ways-in.ts";
import { hashPassword } from "../account/password.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { parse } from "../context/parse.ts";
import { loadPasswordReset } from "../open-password-reset/load-password-reset.ts";
import { noTotp } from "../totp/sealed-totp.ts";

/**
 * Sets a password by a link, once; every session of the person ends with it, every personal access token, which whoever
 * knew the former password may have made, and every other such link.
 * @throws AppError `not_found` for a link that is not good any more.
 */
export async function resetPassword(
  { db }: Pick<AccountContext, "db">,
  input: z.input<typeof resetPasswordSchema>,
): Promise<{ email: string }> {
  const { token, password } = parse(resetPasswordSchema, input);
  const { id } = await loadPasswordReset(db.operator, token);
  const passwordHash = await hashPassword(password);
  return db.operator.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM password_resets WHERE id = ${id}::uuid FOR UPDATE`;
    const { tenantId, userId, user, removesTotp, mailedOnly } = await loadPasswordReset(tx, token);
    const detail = { ...(await endWaysIn(tx, userId)) };
    const proven = mailedOnly ? { emailProvenAt: new Date() } : {};
    await tx.user.update({ where: { id: userId }, data: { passwordHash, ...proven, ...(removesTotp ? noTotp : {}) } });
    // tries at a code that is asked for still are not given back with a password
    if (removesTotp || user.totpConfirmedAt === null)
      await tx.signInTry.deleteMany({ where: { key: `account:${user.email}` } });
    const actor = `user:${user.email}`;
    await recordAudit(tx, { tenantId, actor, action: "resetPassword", target: actor, detail });
    return { email: user.email };
  });
}
