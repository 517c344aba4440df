import { AppError } from "@annex/contract";
import type { Db, User } from "@annex/db";
import type { MasterKey } from "@annex/envelope";
import { z } from "zod";
import { isPassword } from "../account/password.ts";
import { parse } from "../context/parse.ts";
import { takeCode } from "../totp/take-code.ts";
import { giveTryBack, takeTry } from "./take-try.ts";

const inputSchema = z.object({
  email: z.string().max(254),
  password: z.string().max(500),
  /** Of the authenticator app, or a recovery code; empty where none was asked for yet. */
  code: z.string().max(40).default(""),
  /** Whence: an IP address, where it is known. */
  address: z.string().max(100).nullable().default(null),
});

export interface AuthenticatedUser {
  readonly id: string;
  readonly email: string;
  readonly name: string;
}

interface Source {
  readonly db: Db;
  readonly masterKey: MasterKey;
}

/** @throws AppError `unauthenticated`, after as much time for an unknown address as for a wrong password. */
async function checkPassword(db: Db, email: string, password: string): Promise<User> {
  const user = await db.operator.user.findUnique({ where: { email } });
  if ((await isPassword(user?.passwordHash, password)) && user) return user;
  throw new AppError("unauthenticated", "The e-mail address or the password is not right.");
}

async function checkCode(source: Source, user: User, code: string): Promise<void> {
  if (!user.totpConfirmedAt) return;
  if (code === "") throw new AppError("forbidden", "Type the code of your authenticator app.");
  if (await takeCode(source, user, code)) return;
  throw new AppError("invalid_request", "This code is not right, or was used already.");
}

/**
 * Checks an e-mail address, a password and, where the person uses one, a code of the authenticator app. An unknown
 * address costs as much time as a wrong password, and is answered the same.
 * @throws AppError `unauthenticated`; with the right password `forbidden` where a code is needed and `invalid_request`
 * for a wrong one; `limit_exceeded` after too many failures of any kind, see `takeTry`.
 */
export async function authenticateUser(source: Source, input: z.input<typeof inputSchema>): Promise<AuthenticatedUser> {
  const { email: typed, password, code, address } = parse(inputSchema, input);
  const email = typed.trim().toLowerCase();
  const trier = { email, address };
  await takeTry(source, trier);
  const user = await checkPassword(source.db, email, password);
  await checkCode(source, user, code);
  await giveTryBack(source, trier);
  const { id, name } = user;
  return { id, email, name };
}
