import { type ChangedDeadLetters, chooseDeadLettersSchema } from "@annex/contract";
import type { z } from "zod";
import type { AcceptedContext } from "../accepted-invocation/accepted-context.ts";
import { chosenDeadLetters, targetOf } from "../accepted-invocation/chosen-dead-letters.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { authorise } from "../context/authorise.ts";
import { parse } from "../context/parse.ts";

/** Takes dead letters off the list: they are done, with the outcome that they have. */
export function discardDeadLetters(
  ctx: AcceptedContext,
  input: z.input<typeof chooseDeadLettersSchema>,
): Promise<ChangedDeadLetters> {
  const chosen = parse(chooseDeadLettersSchema, input);
  authorise(ctx, "developer");
  const tenantId = ctx.tenant.id;
  return ctx.db.run(async (tx) => {
    const changed = await tx.acceptedInvocation.updateManyAndReturn({
      where: { id: { in: await chosenDeadLetters(tx, chosen, ctx.only) }, state: "dead" },
      data: { state: "done" },
      select: { id: true },
    });
    const { actor } = ctx.principal;
    const detail = { invocations: changed.map(({ id }) => id) };
    if (changed.length > 0)
      await recordAudit(tx, { tenantId, actor, action: "discardDeadLetters", target: targetOf(chosen), detail });
    return { changed: changed.length };
  });
}
