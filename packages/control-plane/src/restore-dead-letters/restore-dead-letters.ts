import { type ChangedDeadLetters, restoreDeadLettersSchema } from "@annex/contract";
import type { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { authorise } from "../context/authorise.ts";
import { parse } from "../context/parse.ts";
import type { TenantContext } from "../context/tenant-context.ts";

/**
 * Takes back that dead letters were discarded: what is done without success was one, but for a replay, which never is.
 * They are kept for a week only after they were discarded.
 */
export function restoreDeadLetters(
  ctx: TenantContext,
  input: z.input<typeof restoreDeadLettersSchema>,
): Promise<ChangedDeadLetters> {
  const { ids } = parse(restoreDeadLettersSchema, input);
  const tenantId = ctx.tenant.id;
  return ctx.db.run(async (tx) => {
    authorise(ctx, "developer");
    const changed = await tx.acceptedInvocation.updateManyAndReturn({
      where: { id: { in: ids }, state: "done", outcome: { not: "success" }, trigger: { not: "replay" } },
      data: { state: "dead" },
      select: { id: true },
    });
    const detail = { invocations: changed.map(({ id }) => id) };
    const { actor } = ctx.principal;
    if (changed.length > 0)
      await recordAudit(tx, { tenantId, actor, action: "restoreDeadLetters", target: "dead-letters", detail });
    return { changed: changed.length };
  });
}
