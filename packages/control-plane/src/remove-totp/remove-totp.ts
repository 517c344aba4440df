import { AppError, removeTotpSchema } from "@annex/contract";
import type { z } from "zod";
import type { PersonContext } from "../account/account-context.ts";
import { isPassword } from "../account/password.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { giveTryBack, takeTry } from "../authenticate-user/take-try.ts";
import { parse } from "../context/parse.ts";
import { noTotp } from "../totp/sealed-totp.ts";

/** Ends the second factor of who knows the password. @throws AppError `invalid_request` for a wrong one, at its field. */
export async function removeTotp(ctx: PersonContext, input: z.input<typeof removeTotpSchema>): Promise<void> {
  const { password } = parse(removeTotpSchema, input);
  const { db, userId, email, principal } = ctx;
  const trier = { email, address: null };
  await takeTry(ctx, trier);
  const { passwordHash } = await db.operator.user.findUniqueOrThrow({ where: { id: userId } });
  if (!(await isPassword(passwordHash, password))) {
    const message = "This is not your password.";
    throw new AppError("invalid_request", message, { errors: [{ path: "password", message }] });
  }
  await giveTryBack(ctx, trier);
  await db.operator.$transaction(async (tx) => {
    await tx.user.update({ where: { id: userId }, data: noTotp });
    await tx.recoveryCode.deleteMany({ where: { userId } });
    await recordAudit(tx, { tenantId: null, actor: principal.actor, action: "removeTotp", target: `user:${email}` });
  });
}
