import { accessRoleSchema, type SupportAccess } from "@annex/contract";
import type { Prisma } from "@annex/db";

export const accessInclude = {
  tenant: { select: { id: true, slug: true, name: true } },
} as const satisfies Prisma.SupportAccessInclude;
type Row = Prisma.SupportAccessGetPayload<{ include: typeof accessInclude }>;

/** Access that an owner granted and that is not over. */
export function inForce(now: Date) {
  return {
    grantedAt: { not: null },
    endedAt: null,
    expiresAt: { gt: now },
  } as const satisfies Prisma.SupportAccessWhereInput;
}

function stateOf({ grantedAt, expiresAt, endedAt, endedBy, operatorEmail }: Row, now: Date): SupportAccess["state"] {
  if (grantedAt === null && endedAt !== null) return endedBy === `user:${operatorEmail}` ? "withdrawn" : "declined";
  if (grantedAt === null) return "requested";
  if (expiresAt !== null && expiresAt <= (endedAt ?? now)) return "expired";
  return endedAt === null ? "active" : "ended";
}

export function toAccess(row: Row, now = new Date()): SupportAccess {
  const { id, tenant, operatorEmail: operator, reason, hours, grantedBy, endedBy } = row;
  return {
    ...{ id, tenant, operator, reason, hours, grantedBy, endedBy },
    role: accessRoleSchema.parse(row.role),
    state: stateOf(row, now),
    requestedAt: row.requestedAt.toISOString(),
    grantedAt: row.grantedAt?.toISOString() ?? null,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
  };
}
