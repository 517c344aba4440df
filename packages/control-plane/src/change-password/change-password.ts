import { changePasswordSchema } from "@annex/contract";
import type { z } from "zod";
import type { PersonContext } from "../account/account-context.ts";
import { hashPassword } from "../account/password.ts";
import { provePassword } from "../account/prove-password.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { parse } from "../context/parse.ts";
import { endSessionsOf } from "../end-other-sessions/end-other-sessions.ts";

/**
 * Gives a person a new password and ends every other session of theirs, and every link for another one.
 * @throws AppError as `provePassword`, at the field of the current one.
 */
export async function changePassword(ctx: PersonContext, input: z.input<typeof changePasswordSchema>): Promise<void> {
  const { current, password } = parse(changePasswordSchema, input);
  const { db, userId, email, sessionId } = ctx;
  await provePassword(ctx, current, "current");
  const passwordHash = await hashPassword(password);
  await db.operator.$transaction(async (tx) => {
    await tx.user.update({ where: { id: userId }, data: { passwordHash } });
    const ended = await endSessionsOf(tx, userId, sessionId);
    await tx.passwordReset.updateMany({ where: { userId, usedAt: null }, data: { usedAt: new Date() } });
    const { actor } = ctx.principal;
    const target = `user:${email}`;
    await recordAudit(tx, {
      tenantId: null,
      actor,
      action: "changePassword",
      target,
      detail: { sessionsEnded: ended },
    });
  });
}
