import { type AcceptedInvocation, acceptedQuerySchema, functionResultSchema } from "@annex/contract";
import { type AcceptedInvocation as AcceptedRow, readTimeCursor, type TimePage, timePage } from "@annex/db";
import type { z } from "zod";
import { parse } from "../context/parse.ts";
import type { TenantContext } from "../context/tenant-context.ts";

type Listed = Omit<AcceptedRow, "fields" | "policy">;

function toAccepted(row: Listed): AcceptedInvocation {
  const { id, correlationId, functionName, extensionPointKey, trigger, caller, state, outcome, attempts } = row;
  const error = functionResultSchema.nullable().catch(null).parse(row.result)?.error;
  return {
    ...{ id, correlationId, functionName, extensionPointKey, trigger, caller, state, outcome, attempts },
    errorType: error?.type ?? null,
    errorMessage: error?.message ?? null,
    acceptedAt: row.acceptedAt.toISOString(),
    dueAt: state === "queued" ? row.dueAt.toISOString() : null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}

const waiting = ["queued", "running", "held"] as const;

function before(cursor: string | undefined) {
  if (cursor === undefined) return {};
  const { at: acceptedAt, id } = readTimeCursor(cursor);
  return { OR: [{ acceptedAt: { lt: acceptedAt } }, { acceptedAt, id: { lt: id } }] };
}

/** Accepted invocations, the newest first; without another word those that wait or are under way. */
export function listAccepted(
  ctx: TenantContext,
  input: z.input<typeof acceptedQuerySchema> = {},
): Promise<TimePage<AcceptedInvocation>> {
  const { state, function: functionName, cursor, limit } = parse(acceptedQuerySchema, input);
  const ofFunction = functionName === undefined ? {} : { functionName };
  return ctx.db.run(async (tx) => {
    const rows = await tx.acceptedInvocation.findMany({
      where: { AND: [{ state: state === "waiting" ? { in: [...waiting] } : state }, ofFunction, before(cursor)] },
      omit: { fields: true, policy: true },
      orderBy: [{ acceptedAt: "desc" }, { id: "desc" }],
      take: limit + 1,
    });
    return timePage(rows.map(toAccepted), limit, ({ acceptedAt }) => acceptedAt);
  });
}
