import { randomBytes } from "node:crypto";
import type { MembershipRole, Stack } from "@annex/contract";
import type { Db } from "@annex/db";
import { hashPassword } from "../account/password.ts";

interface Person {
  readonly email: string;
  readonly name: string;
  readonly role: MembershipRole | "operator";
  readonly tenant: string | null;
}

/** Makes the user with a new random password, and its membership. */
export async function ensureUser(db: Db, { email, name, role, tenant }: Person): Promise<Stack["users"][number]> {
  const password = randomBytes(12).toString("base64url");
  const passwordHash = await hashPassword(password);
  const isOperator = role === "operator";
  const { id: userId } = await db.operator.user.upsert({
    where: { email },
    create: { email, name, passwordHash, isOperator },
    update: { passwordHash },
  });
  if (tenant !== null && role !== "operator") {
    const { id: tenantId } = await db.operator.tenant.findUniqueOrThrow({ where: { slug: tenant } });
    const where = { userId_tenantId: { userId, tenantId } };
    await db.operator.membership.upsert({ where, create: { userId, tenantId, role }, update: { role } });
  }
  return { email, password, role, tenant };
}
