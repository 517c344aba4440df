import { type AccessToken, accessScopeSchema } from "@annex/contract";
import type { Prisma } from "@annex/db";
import { z } from "zod";

export const accessTokenSelect = {
  ...{ id: true, name: true, hint: true, scopes: true },
  ...{ createdAt: true, expiresAt: true, revokedAt: true, lastUsedAt: true },
  user: { select: { email: true } },
} as const satisfies Prisma.AccessTokenSelect;

export function toAccessToken(row: Prisma.AccessTokenGetPayload<{ select: typeof accessTokenSelect }>): AccessToken {
  const { id, name, hint, user } = row;
  return {
    ...{ id, name, hint, owner: user.email },
    scopes: z.array(accessScopeSchema).parse(row.scopes),
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    revokedAt: row.revokedAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  };
}
