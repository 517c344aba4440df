import type { Tx } from "@annex/db";
import type { PersonContext } from "../account/account-context.ts";
import { recordAudit } from "../audit/record-audit.ts";

/** Ends a person's sessions but one, or all of them. */
export async function endSessionsOf(tx: Tx, userId: string, but?: string): Promise<number> {
  const others = but === undefined ? {} : { id: { not: but } };
  const { count } = await tx.session.updateMany({
    where: { userId, endedAt: null, ...others },
    data: { endedAt: new Date() },
  });
  return count;
}

/** Ends every session of one's own but the one that asks. */
export function endOtherSessions(ctx: PersonContext): Promise<void> {
  return ctx.db.operator.$transaction(async (tx) => {
    const ended = await endSessionsOf(tx, ctx.userId, ctx.sessionId);
    const { actor } = ctx.principal;
    const target = `user:${ctx.email}`;
    await recordAudit(tx, { tenantId: null, actor, action: "endOtherSessions", target, detail: { ended } });
  });
}
