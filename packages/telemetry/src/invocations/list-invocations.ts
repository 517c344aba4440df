import type { Invocation, InvocationQuery } from "@annex/contract";
import type { Invocation as InvocationRow, Prisma, Tx } from "@annex/db";
import { z } from "zod";
import { rangeStart } from "../range-start.ts";
import { readCursor } from "../read-cursor.ts";

/** A page of the ledger as the contract shows it. */
export interface Page<T> {
  readonly items: T[];
  readonly nextCursor: string | null;
}

const cursorSchema = z.tuple([z.coerce.date(), z.uuid()]);

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
  const [startedAt, id] = readCursor(cursorSchema, cursor);
  return { OR: [{ startedAt: { lt: startedAt } }, { startedAt, id: { lt: id } }] };
}

function outcomeFilter(outcome: InvocationQuery["outcome"]): Prisma.InvocationWhereInput {
  if (outcome === "success") return { outcome: "success" };
  return outcome === "error" ? { outcome: { not: "success" } } : {};
}

/** The tenant's invocations, newest first. */
export async function listInvocations(tx: Pick<Tx, "invocation">, query: InvocationQuery): Promise<Page<Invocation>> {
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
  const items = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? items.at(-1) : undefined;
  const nextCursor = last ? Buffer.from(`${last.startedAt.toISOString()} ${last.id}`).toString("base64url") : null;
  return { items: items.map(toInvocation), nextCursor };
}
