import { AppError } from "@annex/contract";
import type { Db } from "@annex/db";
import { z } from "zod";
import { isPassword } from "../account/password.ts";
import { parse } from "../context/parse.ts";
import { giveTryBack, takeTry } from "./take-try.ts";

const inputSchema = z.object({
  email: z.string().max(254),
  password: z.string().max(500),
  /** Whence: an IP address, where it is known. */
  address: z.string().max(100).nullable().default(null),
});

export interface AuthenticatedUser {
  readonly id: string;
  readonly email: string;
  readonly name: string;
}

/**
 * Checks an e-mail address and a password. An unknown address costs as much time as a wrong password, and is answered
 * the same.
 * @throws AppError `unauthenticated`; `limit_exceeded` after too many failures, see `takeTry`.
 */
export async function authenticateUser(
  { db }: { readonly db: Db },
  input: z.input<typeof inputSchema>,
): Promise<AuthenticatedUser> {
  const { email: typed, password, address } = parse(inputSchema, input);
  const email = typed.trim().toLowerCase();
  const trier = { email, address };
  await takeTry({ db }, trier);
  const user = await db.operator.user.findUnique({ where: { email } });
  if (!(await isPassword(user?.passwordHash, password)) || !user)
    throw new AppError("unauthenticated", "The e-mail address or the password is not right.");
  await giveTryBack({ db }, trier);
  const { id, name } = user;
  return { id, email, name };
}
