import { type AcceptedState, AppError } from "@annex/contract";
import { z } from "zod";
import type { AcceptedContext } from "../accepted-invocation/accepted-context.ts";
import { tellWebhook } from "../accepted-invocation/tell-webhook.ts";
import { within } from "../accepted-invocation/within.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { authorise } from "../context/authorise.ts";
import { parse } from "../context/parse.ts";

const inputSchema = z.object({ invocationId: z.uuid("There is no such invocation.") });
const whyNot: Partial<Record<AcceptedState, string>> = {
  running: "The invocation is running. A function that has begun is not stopped.",
  done: "The invocation is done.",
  dead: "The invocation was given up. Discard the dead letter instead.",
};

/**
 * Cancels an accepted invocation that has not begun; cancelling twice is the same as once. Its webhook is told.
 * @throws AppError `not_found`, or `conflict` for one that runs or has its outcome.
 */
export function cancelInvocation(ctx: AcceptedContext, input: z.input<typeof inputSchema>): Promise<void> {
  const { invocationId: id } = parse(inputSchema, input);
  const tenantId = ctx.tenant.id;
  return ctx.db.run(async (tx) => {
    const where = { AND: [{ id }, within(ctx.only)] };
    const found = await tx.acceptedInvocation.findFirst({ where, select: { webhookId: true } });
    if (!found) throw new AppError("not_found", "There is no such invocation.");
    authorise(ctx, "developer");
    const { count } = await tx.acceptedInvocation.updateMany({
      where: { id, state: { in: ["queued", "held"] } },
      data: { state: "cancelled", finishedAt: new Date() },
    });
    if (count === 0) {
      const { state } = await tx.acceptedInvocation.findUniqueOrThrow({ where: { id } });
      if (state === "cancelled") return;
      throw new AppError("conflict", whyNot[state] ?? "The invocation just changed. Try again.");
    }
    await tellWebhook(tx, ctx.jobs, { id, tenantId, webhookId: found.webhookId });
    const { actor } = ctx.principal;
    await recordAudit(tx, { tenantId, actor, action: "cancelInvocation", target: `invocation:${id}` });
  });
}
