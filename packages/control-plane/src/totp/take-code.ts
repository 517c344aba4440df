import type { Db, User } from "@annex/db";
import type { MasterKey } from "@annex/envelope";
import { stepOf } from "./one-time-password.ts";
import { recoveryCodeHash } from "./recovery-codes.ts";
import { openTotp } from "./sealed-totp.ts";

interface Source {
  readonly db: Db;
  readonly masterKey: MasterKey;
}

/** Whether it is a code of the person's authenticator app, or a recovery code; either is good once, on all nodes. */
export async function takeCode({ db, masterKey }: Source, user: User, code: string): Promise<boolean> {
  const { id } = user;
  const secret = openTotp(masterKey, user);
  const step = secret && stepOf(code, { secret, after: Number(user.totpStep), nowMs: Date.now() });
  if (step) {
    const where = { id, totpStep: { lt: step } };
    return (await db.operator.user.updateMany({ where, data: { totpStep: step } })).count === 1;
  }
  const where = { userId: id, codeHash: recoveryCodeHash(code), usedAt: null };
  return (await db.operator.recoveryCode.updateMany({ where, data: { usedAt: new Date() } })).count === 1;
}
