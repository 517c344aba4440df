import { randomUUID } from "node:crypto";
import { fieldValuesSchema } from "@annex/contract";
import type { Db, Tx } from "@annex/db";
import { acceptInvocations } from "../accepted-invocation/accept-invocations.ts";
import { recordAudit } from "../audit/record-audit.ts";
import type { JobSender } from "../jobs/job-sender.ts";
import { nextOccurrence, occurrencesBetween } from "../schedule/occurrences.ts";
import { type ScheduleRow, scheduleInclude } from "../schedule/to-schedule.ts";

interface Due {
  readonly id: string;
}

const mostAtOnce = 100;
/** A hundred runs on a busy database take longer than a transaction usually may, and none would ever begin. */
const transaction = { timeout: 30_000 };
/** An occurrence that is run later than this was missed: its run stands for it and says so. */
const lateMs = 60_000;

/** The occurrences that nobody ran: all but the one that is run now, and that one too where it is late. */
function missedBy(row: ScheduleRow, now: Date): number {
  const later = occurrencesBetween(row, row.nextAt, now);
  return later + (now.getTime() - row.nextAt.getTime() > lateMs ? 1 : 0);
}

async function begin(tx: Tx, jobs: JobSender, row: ScheduleRow, now: Date): Promise<void> {
  const { tenantId, functionId, name, id } = row;
  const invocationId = randomUUID();
  const missed = missedBy(row, now);
  await acceptInvocations(tx, jobs, {
    tenantId,
    correlationId: randomUUID(),
    hops: 0,
    trigger: "schedule",
    extensionPointKey: null,
    caller: `schedule:${name}`,
    fields: fieldValuesSchema.parse(row.fields),
    webhookId: null,
    invocations: [{ id: invocationId, functionId, functionName: row.function.name }],
  });
  const told = missed === 0 ? {} : { missed: { increment: missed }, lastMissedAt: now };
  const nextAt = nextOccurrence(row, now);
  await tx.schedule.update({
    where: { id },
    data: { nextAt, lastAt: now, lastInvocationId: invocationId, ...told },
  });
  if (missed === 0) return;
  const detail = { missed, dueAt: row.nextAt, invocationId };
  const event = { tenantId, actor: "system:worker", action: "missSchedule", target: `schedule:${name}` };
  await recordAudit(tx, { ...event, detail });
}

/**
 * Accepts the runs of every schedule that is due. A schedule is locked while its run is accepted and its next time
 * written, in one transaction: two workers never run the same occurrence. What was missed while the platform was down
 * or the tenant suspended is made up for by one run, counted and told. Where more are due than are run at once, tenants
 * take turns.
 * @returns how many were due.
 */
export function runSchedules(db: Pick<Db, "operator">, jobs: JobSender, now = new Date()): Promise<number> {
  return db.operator.$transaction(async (tx) => {
    const due = await tx.$queryRaw<Due[]>`
      SELECT s.id FROM schedules s JOIN (
        SELECT s.id, row_number() OVER (PARTITION BY s.tenant_id ORDER BY s.next_at) AS turn FROM schedules s
        JOIN tenants t ON t.id = s.tenant_id AND t.status = 'active'
        JOIN functions f ON f.id = s.function_id AND f.live_release_id IS NOT NULL AND f.deleted_at IS NULL
        WHERE s.enabled AND s.next_at <= ${now}) AS due ON due.id = s.id
      WHERE s.enabled AND s.next_at <= ${now}
      ORDER BY due.turn, s.next_at LIMIT ${mostAtOnce} FOR UPDATE OF s SKIP LOCKED`;
    for (const { id } of due) {
      const row = await tx.schedule.findUniqueOrThrow({ where: { id }, include: scheduleInclude });
      await begin(tx, jobs, row, now);
    }
    return due.length;
  }, transaction);
}
