import { type LogEvent, readLogs } from "@annex/aws";
import { type LogEntry, recordLines } from "@annex/telemetry";
import { z } from "zod";
import type { WorkerContext } from "../worker-context.ts";
import { parseLogLine } from "./parse-log-line.ts";
import { scrubberOf } from "./scrubber-of.ts";

/** Events may arrive out of order: this much before the newest one is read again. Known ones are skipped. */
const overlapMs = 10_000;

/** What it works with of the worker's context. */
type LogContext = Pick<WorkerContext, "db" | "masterKey" | "cells">;

interface Trace {
  readonly correlationId: string;
  readonly releaseNumber: number | null;
}

/** One request at a time runs in an environment, so a line between START and END belongs to that request. */
function toEntries(functionId: string, events: readonly LogEvent[], scrub: (text: string) => string): LogEntry[] {
  const current = new Map<string, string | null>();
  return events.map(({ eventId, at, stream, message }) => {
    const parsed = parseLogLine(scrub(message));
    if (parsed.level === "platform") current.set(stream, message.startsWith("END") ? null : parsed.requestId);
    const requestId = parsed.requestId ?? current.get(stream) ?? null;
    return { ...parsed, functionId, eventId, requestId, releaseNumber: null, source: "function", at: new Date(at) };
  });
}

const traceRows = z.array(
  z.object({ requestId: z.string(), correlationId: z.string(), releaseNumber: z.number().nullable() }),
);

/** What the ledger knows of the requests that lines belong to. */
async function tracesOf({ db }: LogContext, functionId: string, entries: readonly LogEntry[]) {
  const requestId = { in: [...new Set(entries.flatMap(({ requestId }) => requestId ?? []))] };
  const select = { requestId: true, correlationId: true, releaseNumber: true };
  const rows = traceRows.parse(await db.operator.invocation.findMany({ where: { functionId, requestId }, select }));
  return new Map<string | null, Trace>(rows.map(({ requestId: id, ...trace }) => [id, trace]));
}

/** For lines that were read before their invocation's row was written. */
async function addTraces(ctx: LogContext, functionId: string): Promise<void> {
  await ctx.db.operator.$executeRaw`
    UPDATE log_lines SET correlation_id = i.correlation_id, release_number = i.release_number FROM invocations i
    WHERE log_lines.function_id = ${functionId}::uuid AND log_lines.release_number IS NULL
      AND log_lines.at > now() - interval '10 minutes' AND i.release_number IS NOT NULL
      AND i.function_id = log_lines.function_id AND i.request_id = log_lines.request_id`;
}

/** How much is read at once. */
type Bounds = Pick<Parameters<typeof readLogs>[1], "maxPages" | "pageEvents">;

/** Reads what is new in a function's log group; safe to repeat. @returns whether that was all: otherwise look again. */
export async function ingestLogs(ctx: LogContext, functionId: string, bounds: Bounds = {}): Promise<boolean> {
  const { operator } = ctx.db;
  const found = await operator.function.findUnique({
    where: { id: functionId },
    select: { id: true, tenantId: true, lambdaName: true, cellId: true },
  });
  if (!found) return true;
  const { tenantId, lambdaName } = found;
  const cursor = await operator.logCursor.findUnique({ where: { functionId } });
  const { author } = await ctx.cells.open(found.cellId);
  const fromMs = Math.max(0, Number(cursor?.readUntilMs ?? 0n) - overlapMs);
  const { events, isWhole } = await readLogs(author, { lambdaName, fromMs, ...bounds });
  if (events.length === 0) return true;
  const entries = toEntries(functionId, events, await scrubberOf(ctx, found));
  const traces = await tracesOf(ctx, functionId, entries);
  const traced = entries.map((entry) => ({ ...entry, ...traces.get(entry.requestId) }));
  await operator.$transaction((tx) => recordLines(tx, tenantId, traced), { timeout: 60_000 });
  const newest = events.reduce((latest, { at }) => Math.max(latest, at), 0);
  // more than is read at once within the overlap: to read that again would never come to what follows
  const readUntilMs = BigInt(isWhole ? newest : newest + overlapMs);
  await operator.logCursor.upsert({
    where: { functionId },
    create: { functionId, tenantId, lambdaName, readUntilMs },
    update: { readUntilMs },
  });
  await addTraces(ctx, functionId);
  return isWhole;
}
