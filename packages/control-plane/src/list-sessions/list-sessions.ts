import type { Session } from "@annex/contract";
import type { PersonContext } from "../account/account-context.ts";

/** Where a person is signed in, the browser that asks first, then the one seen last. */
export async function listSessions(ctx: PersonContext): Promise<Session[]> {
  const rows = await ctx.db.operator.session.findMany({
    where: { userId: ctx.userId, endedAt: null, expiresAt: { gt: new Date() } },
    orderBy: { seenAt: "desc" },
    take: 200,
  });
  const sessions = rows.map(({ id, method, address, userAgent, createdAt, seenAt, expiresAt }) => ({
    ...{ id, method, address, userAgent, current: id === ctx.sessionId },
    createdAt: createdAt.toISOString(),
    seenAt: seenAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  }));
  return sessions.toSorted((a, b) => Number(b.current) - Number(a.current));
}
