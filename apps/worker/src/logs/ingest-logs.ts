import { type LogEvent, readLogs } from "@annex/aws";
import type { WorkerContext } from "../worker-context.ts";
import { parseLogLine } from "./parse-log-line.ts";

/** Events may arrive out of order: this much before the newest one is read again. Known ones are skipped. */
const overlapMs = 10_000;

interface LogSource {
  readonly id: string;
  readonly tenantId: string;
  readonly lambdaName: string;
}

/** One request at a time runs in an environment, so a line between START and END belongs to that request. */
function toRows({ id: functionId, tenantId }: LogSource, events: readonly LogEvent[]) {
  const current = new Map<string, string | null>();
  return events.map(({ eventId, at, stream, message }) => {
    const parsed = parseLogLine(message);
    if (parsed.level === "platform") current.set(stream, message.startsWith("END") ? null : parsed.requestId);
    const requestId = parsed.requestId ?? current.get(stream) ?? null;
    const { level, correlationId } = parsed;
    const clean = parsed.message.replaceAll("\u0000", ""); // PostgreSQL's text holds no NUL
    return { functionId, tenantId, eventId, requestId, correlationId, level, message: clean, at: new Date(at) };
  });
}

async function addCorrelation(ctx: WorkerContext, functionId: string): Promise<void> {
  await ctx.db.operator.$executeRaw`
    UPDATE log_lines SET correlation_id = i.correlation_id FROM invocations i
    WHERE log_lines.function_id = ${functionId}::uuid AND log_lines.correlation_id IS NULL
      AND log_lines.at > now() - interval '10 minutes'
      AND i.function_id = log_lines.function_id AND i.request_id = log_lines.request_id`;
}

/** Reads what is new in a function's log group; safe to repeat. Returns how many lines were new. */
export async function ingestLogs(ctx: WorkerContext, functionId: string): Promise<number> {
  const { operator } = ctx.db;
  const found = await operator.function.findUnique({
    where: { id: functionId },
    select: { id: true, tenantId: true, lambdaName: true, cellId: true },
  });
  if (!found) return 0;
  const { tenantId, lambdaName } = found;
  const cursor = await operator.logCursor.findUnique({ where: { functionId } });
  const { author } = await ctx.cells.open(found.cellId);
  const fromMs = Math.max(0, Number(cursor?.readUntilMs ?? 0n) - overlapMs);
  const events = await readLogs(author, { lambdaName, fromMs });
  if (events.length === 0) return 0;
  const { count } = await operator.logLine.createMany({ data: toRows(found, events), skipDuplicates: true });
  const readUntilMs = BigInt(Math.max(...events.map(({ at }) => at)));
  await operator.logCursor.upsert({
    where: { functionId },
    create: { functionId, tenantId, lambdaName, readUntilMs },
    update: { readUntilMs },
  });
  await addCorrelation(ctx, functionId);
  return count;
}
