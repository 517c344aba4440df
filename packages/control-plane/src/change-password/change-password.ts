import { AppError, changePasswordSchema } from "@annex/contract";
import type { z } from "zod";
import type { PersonContext } from "../account/account-context.ts";
import { hashPassword, isPassword } from "../account/password.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { giveTryBack, takeTry } from "../authenticate-user/take-try.ts";
import { parse } from "../context/parse.ts";
import { endSessionsOf } from "../end-other-sessions/end-other-sessions.ts";

/**
 * Gives a person a new password and ends every other session of theirs, and every link for another one.
 * @throws AppError `invalid_request` for a wrong current one (at its field), `conflict` where there is none, and
 * `limit_exceeded`: a session that was left open is no place to guess at.
 */
export async function changePassword(ctx: PersonContext, input: z.input<typeof changePasswordSchema>): Promise<void> {
  const { current, password } = parse(changePasswordSchema, input);
  const { db, userId, email, sessionId } = ctx;
  const { passwordHash: known } = await db.operator.user.findUniqueOrThrow({ where: { id: userId } });
  if (known === null) throw new AppError("conflict", "You sign in elsewhere: there is no password here to change.");
  const trier = { email, address: null };
  await takeTry(ctx, trier);
  if (!(await isPassword(known, current))) {
    const message = "This is not your password.";
    throw new AppError("invalid_request", message, { errors: [{ path: "current", message }] });
  }
  await giveTryBack(ctx, trier);
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
