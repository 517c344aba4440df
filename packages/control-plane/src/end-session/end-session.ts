import { AppError } from "@annex/contract";
import { z } from "zod";
import type { PersonContext } from "../account/account-context.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { parse } from "../context/parse.ts";

const inputSchema = z.object({ sessionId: z.uuid("There is no such session.") });

/** Ends a session of one's own: its next request, on any node, is refused. @throws AppError `not_found`. */
export function endSession(
  ctx: Pick<PersonContext, "db" | "principal" | "userId">,
  input: z.input<typeof inputSchema>,
): Promise<void> {
  const { sessionId: id } = parse(inputSchema, input);
  return ctx.db.operator.$transaction(async (tx) => {
    const where = { id, userId: ctx.userId, endedAt: null, expiresAt: { gt: new Date() } };
    const { count } = await tx.session.updateMany({ where, data: { endedAt: new Date() } });
    if (count === 0) throw new AppError("not_found", "There is no such session.");
    const { actor } = ctx.principal;
    await recordAudit(tx, { tenantId: null, actor, action: "endSession", target: `session:${id}` });
  });
}
