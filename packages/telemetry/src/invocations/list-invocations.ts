import type { Invocation, InvocationQuery } from "@annex/contract";
import {
  type Invocation as InvocationRow,
  type Prisma,
  readTimeCursor,
  type TimePage,
  type Tx,
  timePage,
} from "@annex/db";
import { z } from "zod";
import { rangeStart } from "../range-start.ts";

/** A row of the ledger as the contract shows it; its cost in USD. */
export function toInvocation(row: InvocationRow): Invocation {
  const { tenantId: _, functionId: __, startedAt, steps, costPicoUsd, ...more } = row;
  const { traceId: ___, spanId: ____, parentSpanId: _____, ...rest } = more;
  return {
    ...rest,
    startedAt: startedAt.toISOString(),
    costUsd: Number(costPicoUsd) / 1e12,
    steps: z.record(z.string(), z.number()).parse(steps),
  };
}

function before(cursor: string | undefined): Prisma.InvocationWhereInput {
  if (!cursor) return {};
  const { at: startedAt, id } = readTimeCursor(cursor);
  return { OR: [{ startedAt: { lt: startedAt } }, { startedAt, id: { lt: id } }] };
}

function outcomeFilter(outcome: InvocationQuery["outcome"]): Prisma.InvocationWhereInput {
  if (outcome === "success") return { outcome: "success" };
  return outcome === "error" ? { outcome: { not: "success" } } : {};
}

/** The tenant's invocations, newest first. @throws AppError `invalid_request` for a cursor of no page. */
export async function listInvocations(
  tx: Pick<Tx, "invocation">,
  query: InvocationQuery,
): Promise<TimePage<Invocation>> {
  const rows = await tx.invocation.findMany({
    where: {
      AND: [
        { startedAt: { gte: rangeStart(query.range) } },
        query.id === undefined ? {} : { id: query.id },
        query.function === undefined ? {} : { functionName: query.function },
        query.correlationId === undefined ? {} : { correlationId: query.correlationId },
        outcomeFilter(query.outcome),
        before(query.cursor),
      ],
    },
    orderBy: [{ startedAt: "desc" }, { id: "desc" }],
    take: query.limit + 1,
  });
  return timePage(rows.map(toInvocation), query.limit, ({ startedAt }) => startedAt);
}
