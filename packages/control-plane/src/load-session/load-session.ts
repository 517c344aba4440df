import type { MembershipRole } from "@annex/contract";
import type { Db } from "@annex/db";
import { z } from "zod";
import { inForce } from "../support-access/to-access.ts";

/** Who is signed in, and what that person is as of now. */
export interface SignedIn {
  readonly sessionId: string;
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
  /** Of an operator: tenants whose owners granted access that is in force. */
  readonly access: readonly {
    readonly id: string;
    readonly tenantId: string;
    readonly slug: string;
    readonly name: string;
    readonly role: MembershipRole;
    readonly grantedBy: string;
    readonly expiresAt: string;
  }[];
}

const tenant = { select: { slug: true, name: true } } as const;
const include = {
  user: { include: { memberships: { include: { tenant }, orderBy: { tenant: { name: "asc" } } } } },
} as const;
const seenEveryMs = 60_000;

async function accessOf(db: Db, operatorId: string, now: Date): Promise<SignedIn["access"]> {
  const where = { operatorId, ...inForce(now) };
  const rows = await db.operator.supportAccess.findMany({ where, include: { tenant } });
  return rows.map(({ id, tenantId, role, grantedBy, expiresAt, tenant: of }) => ({
    ...{ id, tenantId, role, ...of },
    grantedBy: (grantedBy ?? "").replace(/^user:/, ""),
    expiresAt: (expiresAt ?? now).toISOString(),
  }));
}

/**
 * The session as the database has it now, so that one that was ended anywhere is worth nothing everywhere, at once.
 * When it was last seen is written once a minute.
 * @returns null for an unknown, an ended and an expired one alike.
 */
export async function loadSession({ db }: { readonly db: Db }, sessionId: string): Promise<SignedIn | null> {
  if (!z.uuid().safeParse(sessionId).success) return null;
  const row = await db.operator.session.findUnique({ where: { id: sessionId }, include });
  const now = new Date();
  if (!row || row.endedAt || row.expiresAt <= now) return null;
  if (now.getTime() - row.seenAt.getTime() > seenEveryMs)
    await db.operator.session.updateMany({ where: { id: sessionId }, data: { seenAt: now } });
  const { id, email, name, isOperator } = row.user;
  const access = isOperator ? await accessOf(db, id, now) : [];
  const memberships = row.user.memberships.map(({ tenantId, role, tenant: of }) => ({ tenantId, role, ...of }));
  return { sessionId, id, email, name, isOperator, memberships, access };
}
