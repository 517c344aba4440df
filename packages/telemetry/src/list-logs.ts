import { type LogLine, type LogQuery, logLevelSchema } from "@annex/contract";
import type { Prisma, Tx } from "@annex/db";
import { z } from "zod";
import type { Page } from "./list-invocations.ts";
import { rangeStart } from "./range-start.ts";
import { readCursor } from "./read-cursor.ts";

const cursorSchema = z.tuple([z.coerce.date(), z.coerce.bigint()]);

function before(cursor: string | undefined): Prisma.LogLineWhereInput {
  if (!cursor) return {};
  const [at, id] = readCursor(cursorSchema, cursor);
  return { OR: [{ at: { lt: at } }, { at, id: { lt: id } }] };
}

async function functionNames(tx: Pick<Tx, "function">, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.function.findMany({
    where: { id: { in: [...new Set(ids)] } },
    select: { id: true, name: true },
  });
  return new Map(rows.map(({ id, name }) => [id, name]));
}

async function functionFilter(tx: Pick<Tx, "function">, name: string | undefined): Promise<Prisma.LogLineWhereInput> {
  if (name === undefined) return {};
  const rows = await tx.function.findMany({ where: { name }, select: { id: true } });
  return { functionId: { in: rows.map(({ id }) => id) } };
}

/** The tenant's log lines, newest first. */
export async function listLogs(tx: Pick<Tx, "function" | "logLine">, query: LogQuery): Promise<Page<LogLine>> {
  const { correlationId, requestId, level, text, limit } = query;
  const rows = await tx.logLine.findMany({
    where: {
      AND: [
        { at: { gte: rangeStart(query.range) } },
        await functionFilter(tx, query.function),
        correlationId === undefined ? {} : { correlationId },
        requestId === undefined ? {} : { requestId },
        level === undefined ? {} : { level },
        text === undefined ? {} : { message: { contains: text, mode: "insensitive" } },
        before(query.cursor),
      ],
    },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take: limit + 1,
  });
  const items = rows.slice(0, limit);
  const names = await functionNames(
    tx,
    items.map(({ functionId }) => functionId),
  );
  const last = rows.length > limit ? items.at(-1) : undefined;
  const nextCursor = last ? Buffer.from(`${last.at.toISOString()} ${last.id}`).toString("base64url") : null;
  const toLogLine = (row: (typeof items)[number]): LogLine => ({
    id: String(row.id),
    at: row.at.toISOString(),
    functionName: names.get(row.functionId) ?? "deleted function",
    level: logLevelSchema.catch("info").parse(row.level),
    message: row.message,
    requestId: row.requestId,
    correlationId: row.correlationId,
  });
  return { items: items.map(toLogLine), nextCursor };
}
