import type { Outcome } from "@annex/contract";
import type { PrismaClient, Tx } from "@annex/db";
import { z } from "zod";
import type { LedgerEntry } from "../create-ledger.ts";
import { writeEntries } from "../write-entries.ts";
import { settleAbandoned } from "./settle-abandoned.ts";

interface RecoverOptions {
  /** A REPORT has to be this old: until then its data plane may still write the row. Milliseconds. */
  readonly olderThanMs: number;
}

const mostAtOnce = 200;
/** Older ones were looked at often enough. */
const newestHours = 26;

const lostSchema = z.object({
  tenantId: z.string(),
  functionId: z.string(),
  functionName: z.string(),
  region: z.string(),
  requestId: z.string(),
  report: z.string(),
  reportedAt: z.date(),
  startedAt: z.date().nullable(),
  releaseNumber: z.number().nullable(),
  correlationId: z.string(),
  extensionPointKey: z.string().nullable(),
});
type Lost = z.infer<typeof lostSchema>;

function numberOf(report: string, label: string): number | null {
  const found = new RegExp(`(?:^|\\t)${label}: ([\\d.]+)`).exec(report);
  return found?.[1] === undefined ? null : Number(found[1]);
}

/** REPORT says `Status: timeout` or `Status: error` with an `Error Type`, and nothing where all went well. */
function outcomeOf(report: string): { outcome: Outcome; errorType: string | null } {
  const status = /\tStatus: (\w+)/.exec(report)?.[1];
  const errorType = /\tError Type: ([\w.]+)/.exec(report)?.[1] ?? null;
  if (status === "timeout") return { outcome: "timeout", errorType: "Sandbox.Timedout" };
  if (errorType === "Runtime.OutOfMemory") return { outcome: "out_of_memory", errorType };
  if (status === "error") return { outcome: "function_error", errorType: errorType ?? "Error" };
  return { outcome: "success", errorType: null };
}

function toEntry({ report, reportedAt, startedAt, ...known }: Lost): LedgerEntry {
  const functionMs = numberOf(report, "Duration");
  const initMs = numberOf(report, "Init Duration");
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
    startedAt: startedAt ?? new Date(reportedAt.getTime() - ownMs),
    totalMs: ownMs,
    functionMs,
    billedMs: numberOf(report, "Billed Duration"),
    initMs,
    memoryMb: numberOf(report, "Memory Size"),
    maxMemoryMb: numberOf(report, "Max Memory Used"),
    steps: { invoke: ownMs },
    trigger: "request",
    acceptedId: null,
    attempt: null,
  };
}

async function findLost(operator: Pick<Tx, "$queryRaw">, olderThanMs: number): Promise<Lost[]> {
  const rows = await operator.$queryRaw`
    SELECT l.tenant_id AS "tenantId", l.function_id AS "functionId", f.name AS "functionName", c.region,
      l.request_id AS "requestId", l.message AS report, l.at AS "reportedAt", s.at AS "startedAt", r.number AS "releaseNumber",
      r.content ->> 'extensionPointKey' AS "extensionPointKey",
      coalesce(
        (SELECT min(o.correlation_id) FROM log_lines o WHERE o.request_id = l.request_id AND o.function_id = l.function_id),
        'recovered-' || l.request_id) AS "correlationId"
    FROM log_lines l JOIN functions f ON f.id = l.function_id JOIN cells c ON c.id = f.cell_id
    LEFT JOIN LATERAL (
      SELECT at, substring(message FROM 'Version: ([^ ]+)') AS version FROM log_lines
      WHERE request_id = l.request_id AND function_id = l.function_id AND level = 'platform'
        AND message LIKE 'START RequestId:%' LIMIT 1) s ON true
    LEFT JOIN releases r ON r.function_id = l.function_id AND r.lambda_version = s.version
    WHERE l.level = 'platform' AND l.release_number IS NULL AND l.request_id IS NOT NULL
      AND l.message LIKE 'REPORT RequestId:%' AND l.at > now() - make_interval(hours => ${newestHours}::int)
      AND l.at < now() - make_interval(secs => ${olderThanMs / 1000}::float8)
      AND NOT EXISTS (SELECT FROM invocations i WHERE i.request_id = l.request_id AND i.function_id = l.function_id)
    ORDER BY l.at LIMIT ${mostAtOnce}::int`;
  return z.array(lostSchema).parse(rows);
}

/**
 * Accounts for what ran and has no row: a call that was given up while its function ran gets its bill, and where the
 * data plane died after the function had run, a row is made of what Lambda reported: time, memory and cost are whole;
 * who called and what was answered is lost. Safe to repeat, and by two at once.
 * @returns how many rows were lost.
 */
export async function recoverInvocations(operator: PrismaClient, { olderThanMs }: RecoverOptions): Promise<number> {
  if ((await findLost(operator, olderThanMs)).length === 0) return 0;
  return operator.$transaction(async (tx) => {
    // whoever holds it sees what another has claimed, and no fold is under way
    await tx.$queryRaw`SELECT 1 FROM rollup_cursor FOR UPDATE`;
    const lost: LedgerEntry[] = [];
    for (const each of await findLost(tx, olderThanMs)) {
      const entry = toEntry(each);
      const found = await settleAbandoned(tx, entry);
      if (found === "later") continue;
      if (found === null) lost.push(entry);
      const { requestId, functionId } = each;
      const { releaseNumber, correlationId } = found ?? each;
      await tx.logLine.updateMany({ where: { requestId, functionId }, data: { releaseNumber, correlationId } });
    }
    await writeEntries(tx, lost);
    return lost.length;
  });
}
