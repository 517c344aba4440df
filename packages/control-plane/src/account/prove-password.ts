import { AppError } from "@annex/contract";
import { giveTryBack, takeTry } from "../authenticate-user/take-try.ts";
import type { PersonContext } from "./account-context.ts";
import { isPassword } from "./password.ts";

/**
 * That it is the person who signed in, and not one at a session that was left open, which is no place to guess at either.
 * @throws AppError `conflict` for who has no password here; `invalid_request` for a wrong one, at its field;
 * `limit_exceeded` after too many tries.
 */
export async function provePassword(ctx: PersonContext, password: string, field = "password"): Promise<void> {
  const { db, userId, email } = ctx;
  const { passwordHash } = await db.operator.user.findUniqueOrThrow({ where: { id: userId } });
  if (passwordHash === null)
    throw new AppError("conflict", "You sign in elsewhere: there is no password of yours here.");
  const trier = { email, address: null };
  await takeTry(ctx, trier);
  if (!(await isPassword(passwordHash, password))) {
    const message = "This is not your password.";
    throw new AppError("invalid_request", message, { errors: [{ path: field, message }] });
  }
  await giveTryBack(ctx, trier);
}
