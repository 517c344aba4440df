import { ownPasswordSchema } from "@annex/contract";
import type { z } from "zod";
import type { PersonContext } from "../account/account-context.ts";
import { provePassword } from "../account/prove-password.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { parse } from "../context/parse.ts";
import { noTotp } from "../totp/sealed-totp.ts";

/** Ends the second factor of who knows the password. @throws AppError as `provePassword`. */
export async function removeTotp(ctx: PersonContext, input: z.input<typeof ownPasswordSchema>): Promise<void> {
  const { password } = parse(ownPasswordSchema, input);
  const { db, userId, email, principal } = ctx;
  await provePassword(ctx, password);
  await db.operator.$transaction(async (tx) => {
    await tx.user.update({ where: { id: userId }, data: noTotp });
    await tx.recoveryCode.deleteMany({ where: { userId } });
    await recordAudit(tx, { tenantId: null, actor: principal.actor, action: "removeTotp", target: `user:${email}` });
  });
}
