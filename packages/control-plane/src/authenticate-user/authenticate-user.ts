import { AppError, type MembershipRole } from "@annex/contract";
import type { Db } from "@annex/db";
import { hash, verify } from "@node-rs/argon2";
import { z } from "zod";
import { parse } from "../context/parse.ts";
import { createThrottle } from "./throttle.ts";

const inputSchema = z.object({ email: z.string().max(254), password: z.string().max(500) });

export interface AuthenticatedUser {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly isOperator: boolean;
  readonly memberships: readonly {
    readonly tenantId: string;
    readonly slug: string;
    readonly name: string;
    readonly role: MembershipRole;
  }[];
}

const include = { memberships: { include: { tenant: { select: { slug: true, name: true } } } } } as const;
const throttle = createThrottle({ failures: 10, windowMs: 60_000 });
let unknownUsersHash: Promise<string> | undefined;

/** A password as it is stored: argon2id with the library's defaults (19 MiB, 2 passes). */
export function hashPassword(password: string): Promise<string> {
  return hash(password);
}

/**
 * Checks an e-mail address and a password. An unknown address costs as much time as a wrong password, and is answered
 * the same.
 * @throws AppError `unauthenticated`; `limit_exceeded` after ten failures of one address within a minute.
 */
export async function authenticateUser(
  { db }: { readonly db: Db },
  input: z.input<typeof inputSchema>,
): Promise<AuthenticatedUser> {
  const { email: typed, password } = parse(inputSchema, input);
  const email = typed.trim().toLowerCase();
  throttle.check(email);
  const user = await db.operator.user.findUnique({ where: { email }, include });
  unknownUsersHash ??= hash("nobody has this password");
  const right = await verify(user?.passwordHash ?? (await unknownUsersHash), password);
  if (!user || !right) {
    throttle.recordFailure(email);
    throw new AppError("unauthenticated", "The e-mail address or the password is not right.");
  }
  throttle.forget(email);
  const { id, name, isOperator } = user;
  const memberships = user.memberships.map(({ tenantId, role, tenant }) => ({ tenantId, role, ...tenant }));
  return { id, email, name, isOperator, memberships };
}
