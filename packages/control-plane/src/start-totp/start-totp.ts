import { randomBytes } from "node:crypto";
import { AppError, type StartedTotp } from "@annex/contract";
import { seal } from "@annex/envelope";
import { renderSVG } from "uqr";
import type { PersonContext } from "../account/account-context.ts";
import { base32 } from "../totp/one-time-password.ts";
import { totpColumns, totpContext } from "../totp/sealed-totp.ts";

/**
 * A new secret for an authenticator app. It does not count until a code of it was typed; asking again makes another.
 * @throws AppError `conflict` where one counts already, and for who has no password here.
 */
export async function startTotp({ db, masterKey, userId, email }: PersonContext): Promise<StartedTotp> {
  const bytes = randomBytes(20);
  const sealed = seal(masterKey, bytes.toString("base64"), totpContext(userId));
  const where = { id: userId, totpConfirmedAt: null, passwordHash: { not: null } };
  const { count } = await db.operator.user.updateMany({ where, data: totpColumns(sealed) });
  if (count === 0) throw new AppError("conflict", "An authenticator app is in use already, or you sign in elsewhere.");
  const secret = base32(bytes);
  const uri = `otpauth://totp/Annex:${encodeURIComponent(email)}?secret=${secret}&issuer=Annex`;
  return { secret, uri, svg: renderSVG(uri, { border: 2 }) };
}
