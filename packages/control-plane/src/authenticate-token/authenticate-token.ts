import { type AccessScope, AppError, accessScopeSchema } from "@annex/contract";
import type { Db } from "@annex/db";
import { z } from "zod";
import { tokenHash, tokenPrefix } from "./token-hash.ts";

export interface TokenHolder {
  readonly userId: string;
  readonly email: string;
  readonly tenantId: string;
  readonly scopes: ReadonlySet<AccessScope>;
}

const usedEveryMs = 60_000;
const refused = () => new AppError("unauthenticated", "The access token is not valid: unknown, expired or revoked.");

/**
 * Whose rights a personal access token has, and where. When it was last used is written once a minute.
 * @throws AppError `unauthenticated`, in the same words for an unknown, an expired and a revoked one.
 */
export async function authenticateToken({ db }: { readonly db: Db }, token: string): Promise<TokenHolder> {
  if (!token.startsWith(tokenPrefix) || token.length > 100) throw refused();
  const row = await db.operator.accessToken.findUnique({
    where: { tokenHash: tokenHash(token) },
    include: { user: { select: { email: true } } },
  });
  const now = new Date();
  if (!row || row.revokedAt || row.expiresAt <= now) throw refused();
  if (!row.lastUsedAt || now.getTime() - row.lastUsedAt.getTime() > usedEveryMs)
    await db.operator.accessToken.update({ where: { id: row.id }, data: { lastUsedAt: now } });
  const scopes = new Set(z.array(accessScopeSchema).parse(row.scopes));
  return { userId: row.userId, email: row.user.email, tenantId: row.tenantId, scopes };
}
