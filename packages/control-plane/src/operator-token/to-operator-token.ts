import { type OperatorToken, operatorScopeSchema } from "@annex/contract";
import type { Prisma } from "@annex/db";
import { z } from "zod";

export const operatorTokenSelect = {
  ...{ id: true, name: true, hint: true, scopes: true },
  ...{ createdAt: true, expiresAt: true, revokedAt: true, lastUsedAt: true },
  user: { select: { email: true } },
} as const satisfies Prisma.OperatorTokenSelect;

export function toOperatorToken(
  row: Prisma.OperatorTokenGetPayload<{ select: typeof operatorTokenSelect }>,
): OperatorToken {
  const { id, name, hint, user } = row;
  return {
    ...{ id, name, hint, owner: user.email },
    scopes: z.array(operatorScopeSchema).parse(row.scopes),
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    revokedAt: row.revokedAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  };
}
