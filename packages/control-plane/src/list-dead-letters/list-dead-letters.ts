import { type DeadLetter, deadLetterQuerySchema, functionResultSchema } from "@annex/contract";
import { type AcceptedInvocation, readTimeCursor, type TimePage, timePage } from "@annex/db";
import type { z } from "zod";
import type { AcceptedContext } from "../accepted-invocation/accepted-context.ts";
import { within } from "../accepted-invocation/within.ts";
import { parse } from "../context/parse.ts";

function toDeadLetter(row: AcceptedInvocation): DeadLetter {
  const { id, correlationId, functionName, extensionPointKey, trigger, caller, outcome, attempts } = row;
  const error = functionResultSchema.nullable().catch(null).parse(row.result)?.error;
  return {
    id,
    correlationId,
    functionName,
    extensionPointKey,
    trigger,
    caller,
    outcome,
    attempts,
    errorType: error?.type ?? null,
    errorMessage: error?.message ?? null,
    acceptedAt: row.acceptedAt.toISOString(),
    finishedAt: (row.finishedAt ?? row.acceptedAt).toISOString(),
  };
}

function before(cursor: string | undefined) {
  if (cursor === undefined) return {};
  const { at: finishedAt, id } = readTimeCursor(cursor);
  return { OR: [{ finishedAt: { lt: finishedAt } }, { finishedAt, id: { lt: id } }] };
}

/** Accepted invocations that were given up, newest first. */
export function listDeadLetters(
  ctx: Pick<AcceptedContext, "db" | "only">,
  input: z.input<typeof deadLetterQuerySchema>,
): Promise<TimePage<DeadLetter>> {
  const query = parse(deadLetterQuerySchema, input);
  return ctx.db.run(async (tx) => {
    const ofFunction = query.function === undefined ? {} : { functionName: query.function };
    const rows = await tx.acceptedInvocation.findMany({
      where: { AND: [{ state: "dead" }, ofFunction, within(ctx.only), before(query.cursor)] },
      orderBy: [{ finishedAt: "desc" }, { id: "desc" }],
      take: query.limit + 1,
    });
    return timePage(rows.map(toDeadLetter), query.limit, ({ finishedAt }) => finishedAt);
  });
}
