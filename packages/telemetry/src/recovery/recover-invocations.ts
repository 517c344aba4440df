import { type Outcome, type ReportLine, readReportLine } from "@annex/contract";
import type { PrismaClient } from "@annex/db";
import { z } from "zod";
import type { LedgerEntry } from "../create-ledger.ts";
import { writeEntries } from "../write-entries.ts";
import { settleAbandoned } from "./settle-abandoned.ts";

interface RecoverOptions {
  /** A REPORT has to be this old: until then its data plane may still write the row. Milliseconds. */
  readonly olderThanMs: number;
}

const mostAtOnce = 200;
/** So that one tenant's many hold up nobody else's. */
const mostOfOne = 40;
/** Older ones were looked at often enough. */
const newestHours = 26;

const lostSchema = z.object({
  tenantId: z.string(),
  functionId: z.string(),
  functionName: z.string(),
  region: z.string(),
  requestId: z.string(),
  report: z.string(),
  startedAt: z.date(),
  releaseNumber: z.number().nullable(),
  correlationId: z.string(),
  extensionPointKey: z.string().nullable(),
});
type Lost = z.infer<typeof lostSchema>;

function outcomeOf({ status, errorType }: ReportLine): { outcome: Outcome; errorType: string | null } {
  if (status === "timeout") return { outcome: "timeout", errorType: "Sandbox.Timedout" };
  if (errorType === "Runtime.OutOfMemory") return { outcome: "out_of_memory", errorType };
  if (status === "error") return { outcome: "function_error", errorType: errorType ?? "Error" };
  return { outcome: "success", errorType: null };
}

function toEntry({ report: _, startedAt, ...known }: Lost, report: ReportLine): LedgerEntry {
  const { functionMs, billedMs, initMs, memoryMb, maxMemoryMb } = report;
  const { outcome, errorType } = outcomeOf(report);
  const ownMs = (functionMs ?? 0) + (initMs ?? 0);
  return {
    ...known,
    id: known.requestId, // so that two workers write one row
    caller: "system:recovery",
    outcome,
    errorType,
    errorMessage: errorType && "The data plane ended before it could record what the function said.",
    errorStack: [],
    hops: 0,
    startedAt,
    totalMs: ownMs,
    ...{ functionMs, billedMs, initMs, memoryMb, maxMemoryMb },
    steps: { invoke: ownMs },
    trigger: "request",
    acceptedId: null,
    attempt: null,
  };
}

/**
 * REPORTs that no row tells of, the greatest bill first where there are two of one request: the other is the function's
 * own. A function can print what looks like one: so many of each tenant at once.
 */
async function findLost(operator: PrismaClient, olderThanMs: number): Promise<Lost[]> {
  const rows = await operator.$queryRaw`
    SELECT l.tenant_id AS "tenantId", l.function_id AS "functionId", f.name AS "functionName", c.region,
      l.request_id AS "requestId", l.message AS report, s.at AS "startedAt", r.number AS "releaseNumber",
      r.content ->> 'extensionPointKey' AS "extensionPointKey",
      coalesce(
        (SELECT min(o.correlation_id) FROM log_lines o WHERE o.request_id = l.request_id AND o.function_id = l.function_id),
        'recovered-' || l.request_id) AS "correlationId"
    FROM (
      SELECT tenant_id, function_id, request_id, message, at, row_number() OVER (PARTITION BY tenant_id ORDER BY at) AS turn
      FROM log_lines l
      WHERE level = 'platform' AND release_number IS NULL AND request_id IS NOT NULL
        AND message LIKE 'REPORT RequestId:%' AND at > now() - make_interval(hours => ${newestHours}::int)
        AND at < now() - make_interval(secs => ${olderThanMs / 1000}::float8)
        AND NOT EXISTS (SELECT FROM invocations i WHERE i.request_id = l.request_id AND i.function_id = l.function_id)
    ) l
    JOIN functions f ON f.id = l.function_id JOIN cells c ON c.id = f.cell_id
    CROSS JOIN LATERAL (
      SELECT at, substring(message FROM 'Version: ([^ ]+)') AS version FROM log_lines
      WHERE request_id = l.request_id AND function_id = l.function_id AND level = 'platform'
        AND message LIKE 'START RequestId:%' ORDER BY at LIMIT 1) s
    LEFT JOIN releases r ON r.function_id = l.function_id AND r.lambda_version = s.version
    WHERE l.turn <= ${mostOfOne}::int ORDER BY l.turn, l.at LIMIT ${mostAtOnce}::int`;
  return z.array(lostSchema).parse(rows);
}

interface Run {
  readonly lost: Lost;
  readonly report: ReportLine;
}

/** One of each request: what was written first is not always Lambda's word, and who prints less than it must not pay less. */
function runsOf(rows: readonly Lost[]): Run[] {
  const runs = new Map<string, Run>();
  for (const lost of rows) {
    const report = readReportLine(lost.report);
    const known = runs.get(lost.requestId);
    if (report && (known?.report.billedMs ?? -1) < (report.billedMs ?? 0)) runs.set(lost.requestId, { lost, report });
  }
  return [...runs.values()];
}

/** @returns whether a row was made. */
function recover(operator: PrismaClient, { lost, report }: Run): Promise<boolean> {
  const { requestId, functionId } = lost;
  return operator.$transaction(async (tx) => {
    // whoever holds it sees what another has claimed, and no fold is under way
    await tx.$queryRaw`SELECT 1 FROM rollup_cursor FOR UPDATE`;
    const isKnown = await tx.invocation.findFirst({ where: { requestId, functionId }, select: { id: true } });
    if (isKnown) return false;
    const entry = toEntry(lost, report);
    const found = await settleAbandoned(tx, entry);
    if (found === "later") return false;
    if (found === null) await writeEntries(tx, [entry]);
    const { releaseNumber, correlationId } = found ?? lost;
    await tx.logLine.updateMany({ where: { requestId, functionId }, data: { releaseNumber, correlationId } });
    return found === null;
  });
}

/**
 * Accounts for what ran and has no row: a call that was given up while its function ran gets its bill, and where the
 * data plane died after the function had run, a row is made of what Lambda reported: time, memory and cost are whole;
 * who called and what was answered is lost. Safe to repeat, and by two at once. Each run is by itself: one that the
 * database refuses holds up no other.
 * @returns how many rows were lost.
 * @throws AggregateError of those that were refused, once the others are accounted for.
 */
export async function recoverInvocations(operator: PrismaClient, { olderThanMs }: RecoverOptions): Promise<number> {
  let made = 0;
  const refused: unknown[] = [];
  for (const run of runsOf(await findLost(operator, olderThanMs))) {
    try {
      if (await recover(operator, run)) made += 1;
    } catch (error) {
      refused.push(error);
    }
  }
  if (refused.length > 0) throw new AggregateError(refused, `${refused.length} lost rows of the ledger were refused.`);
  return made;
}
