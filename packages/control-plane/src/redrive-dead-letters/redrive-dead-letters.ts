import { type ChangedDeadLetters, chooseDeadLettersSchema } from "@annex/contract";
import type { z } from "zod";
import type { AcceptedContext } from "../accepted-invocation/accepted-context.ts";
import { chosenDeadLetters, targetOf } from "../accepted-invocation/chosen-dead-letters.ts";
import { sendRun } from "../accepted-invocation/send-run.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { authorise } from "../context/authorise.ts";
import { parse } from "../context/parse.ts";

/** Gives dead letters another chance with the function that is live now: same ID, all its attempts again. */
export function redriveDeadLetters(
  ctx: AcceptedContext,
  input: z.input<typeof chooseDeadLettersSchema>,
): Promise<ChangedDeadLetters> {
  const chosen = parse(chooseDeadLettersSchema, input);
  authorise(ctx, "developer");
  const tenantId = ctx.tenant.id;
  return ctx.db.run(async (tx) => {
    const countedFrom = new Date();
    const again = { state: "queued", failures: 0, outcome: null, finishedAt: null, countedFrom } as const;
    const changed = await tx.acceptedInvocation.updateManyAndReturn({
      where: { id: { in: await chosenDeadLetters(tx, chosen, ctx.only) }, state: "dead" },
      data: again, // it was due before
      select: { id: true },
    });
    // what a function sets going is as deep as its calls are
    const { hops = 0 } = ctx;
    const ids = changed.map(({ id }) => id);
    if (hops > 0)
      await tx.acceptedInvocation.updateMany({ where: { id: { in: ids }, hops: { lt: hops } }, data: { hops } });
    for (const invocationId of ids) await sendRun(tx, ctx.jobs, { tenantId, invocationId });
    const { actor } = ctx.principal;
    const detail = { invocations: ids };
    if (changed.length > 0)
      await recordAudit(tx, { tenantId, actor, action: "redriveDeadLetters", target: targetOf(chosen), detail });
    return { changed: changed.length };
  });
}
