import { AppError, confirmTotpSchema, type RecoveryCodes } from "@annex/contract";
import type { z } from "zod";
import type { PersonContext } from "../account/account-context.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { giveTryBack, takeTry } from "../authenticate-user/take-try.ts";
import { parse } from "../context/parse.ts";
import { stepOf } from "../totp/one-time-password.ts";
import { newRecoveryCodes, recoveryCodeHash } from "../totp/recovery-codes.ts";
import { openTotp } from "../totp/sealed-totp.ts";

function checkCode(secret: Uint8Array, code: string): number {
  const step = stepOf(code, { secret, after: 0, nowMs: Date.now() });
  if (step !== undefined) return step;
  const message = "This is not the app's code of now. Type the six digits that it shows.";
  throw new AppError("invalid_request", message, { errors: [{ path: "code", message }] });
}

/**
 * From now on a code is asked for beside the password. The recovery codes are told this one time.
 * @throws AppError `conflict` where nothing was begun; `invalid_request` for a wrong code, at its field.
 */
export async function confirmTotp(
  ctx: PersonContext,
  input: z.input<typeof confirmTotpSchema>,
): Promise<RecoveryCodes> {
  const { code } = parse(confirmTotpSchema, input);
  const { db, masterKey, userId, email, principal } = ctx;
  const trier = { email, address: null };
  await takeTry(ctx, trier);
  const user = await db.operator.user.findUniqueOrThrow({ where: { id: userId } });
  const secret = openTotp(masterKey, user);
  if (!secret || user.totpConfirmedAt) throw new AppError("conflict", "Begin anew: scan the QR code first.");
  const totpStep = checkCode(secret, code);
  await giveTryBack(ctx, trier);
  const recoveryCodes = newRecoveryCodes();
  await db.operator.$transaction(async (tx) => {
    await tx.user.update({ where: { id: userId }, data: { totpConfirmedAt: new Date(), totpStep } });
    await tx.recoveryCode.deleteMany({ where: { userId } });
    await tx.recoveryCode.createMany({
      data: recoveryCodes.map((one) => ({ userId, codeHash: recoveryCodeHash(one) })),
    });
    await recordAudit(tx, { tenantId: null, actor: principal.actor, action: "confirmTotp", target: `user:${email}` });
  });
  return { recoveryCodes };
}
