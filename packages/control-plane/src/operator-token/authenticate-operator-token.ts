import { AppError, type OperatorScope, operatorScopeSchema } from "@annex/contract";
import type { Db } from "@annex/db";
import { z } from "zod";
import { tokenHash } from "../authenticate-token/token-hash.ts";

/** Unlike a tenant's, so that neither is taken for the other. */
export const operatorTokenPrefix = "annex_opt_";

export interface OperatorTokenHolder {
  /** As the audit trail tells it: the person, and which token of theirs. */
  readonly actor: string;
  readonly scopes: ReadonlySet<OperatorScope>;
}

const usedEveryMs = 60_000;
const refused = () => new AppError("unauthenticated", "The access token is not valid: unknown, expired or revoked.");

/**
 * Whose rights an operator's token has. Its person is looked at anew: who is an operator no more has none.
 * @throws AppError `unauthenticated`, in the same words whatever is wrong.
 */
export async function authenticateOperatorToken(
  { db }: { readonly db: Pick<Db, "operator"> },
  token: string,
): Promise<OperatorTokenHolder> {
  if (!token.startsWith(operatorTokenPrefix) || token.length > 100) throw refused();
  const row = await db.operator.operatorToken.findUnique({
    where: { tokenHash: tokenHash(token) },
    include: { user: { select: { email: true, isOperator: true } } },
  });
  const now = new Date();
  if (!row || row.revokedAt || row.expiresAt <= now || !row.user.isOperator) throw refused();
  if (!row.lastUsedAt || now.getTime() - row.lastUsedAt.getTime() > usedEveryMs)
    await db.operator.operatorToken.update({ where: { id: row.id }, data: { lastUsedAt: now } });
  const scopes = new Set(z.array(operatorScopeSchema).parse(row.scopes));
  return { actor: `user:${row.user.email} by token ${row.name}`, scopes };
}
