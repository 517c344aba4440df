import { randomBytes } from "node:crypto";
import { AppError, ownPasswordSchema, type StartedTotp } from "@annex/contract";
import { seal } from "@annex/envelope";
import { renderSVG } from "uqr";
import type { z } from "zod";
import type { PersonContext } from "../account/account-context.ts";
import { provePassword } from "../account/prove-password.ts";
import { parse } from "../context/parse.ts";
import { base32 } from "../totp/one-time-password.ts";
import { totpColumns, totpContext } from "../totp/sealed-totp.ts";

/**
 * A new secret for an authenticator app, for who knows the password: at a session that was left open somebody else
 * would lock its owner out. It does not count until a code of it was typed; asking again makes another.
 * @throws AppError as `provePassword`; `conflict` where an app is in use already.
 */
export async function startTotp(ctx: PersonContext, input: z.input<typeof ownPasswordSchema>): Promise<StartedTotp> {
  const { password } = parse(ownPasswordSchema, input);
  await provePassword(ctx, password);
  const { db, masterKey, userId, email } = ctx;
  const bytes = randomBytes(20);
  const sealed = seal(masterKey, bytes.toString("base64"), totpContext(userId));
  const where = { id: userId, totpConfirmedAt: null, passwordHash: { not: null } };
  const { count } = await db.operator.user.updateMany({ where, data: totpColumns(sealed) });
  if (count === 0) throw new AppError("conflict", "An authenticator app is in use already. Turn it off first.");
  const secret = base32(bytes);
  const uri = `otpauth://totp/Annex:${encodeURIComponent(email)}?secret=${secret}&issuer=Annex`;
  return { secret, uri, svg: renderSVG(uri, { border: 2 }) };
}
