import type { Tx } from "@annex/db";
import { endSessionsOf } from "../end-other-sessions/end-other-sessions.ts";

/** How many of a person's ways in there were. */
export interface EndedWays {
  readonly sessionsEnded: number;
  readonly tokensRevoked: number;
}

/**
 * Ends what whoever knew a person's former password may have made: every session, access token (an operator's too) and link
 * for a new password. The password itself and the second factor are the caller's to change.
 */
export async function endWaysIn(tx: Tx, userId: string): Promise<EndedWays> {
  const now = new Date();
  await tx.passwordReset.updateMany({ where: { userId, usedAt: null }, data: { usedAt: now } });
  const sessionsEnded = await endSessionsOf(tx, userId);
  const revoked = { where: { userId, revokedAt: null }, data: { revokedAt: now } };
  const { count: ofTenants } = await tx.accessToken.updateMany(revoked);
  const { count: ofOperator } = await tx.operatorToken.updateMany(revoked);
  return { sessionsEnded, tokensRevoked: ofTenants + ofOperator };
}
