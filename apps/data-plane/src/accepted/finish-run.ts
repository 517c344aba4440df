import { type JobSender, sendRun, tellWebhook } from "@annex/control-plane";
import { type Db, Prisma } from "@annex/db";
import { timeOrderedUuid } from "@annex/service";
import { type LedgerEntry, storable, toWritable, writeEntries } from "@annex/telemetry";
import type { ClaimedRun } from "./claim-run.ts";
import { nextState, type RunOutcome } from "./next-state.ts";

export interface Finished {
  readonly run: ClaimedRun;
  readonly outcome: RunOutcome;
  readonly entries: readonly LedgerEntry[];
}

/**
 * Writes what a run came to: its row of the ledger, the invocation's next state, and what follows from it, in one
 * transaction. Where another process took the run over meanwhile nothing is written: its outcome counts.
 * @returns whether this run's outcome was written.
 */
export function finishRun(db: Db, jobs: JobSender, { run, outcome, entries }: Finished): Promise<boolean> {
  const { id, tenantId, runId } = run;
  return db.forTenant(tenantId).run(async (tx) => {
    const next = nextState(run, outcome);
    const isOver = next.state !== "queued";
    const { count } = await tx.acceptedInvocation.updateMany({
      where: { id, runId, state: "running" },
      data: {
        ...next,
        outcome: isOver ? outcome.result.status : null,
        result: storable(outcome.result) ?? Prisma.DbNull,
        runId: null,
        leaseUntil: null,
        finishedAt: isOver ? new Date() : null,
      },
    });
    if (count === 0) return false;
    const own = { trigger: run.trigger, acceptedId: id, attempt: run.attempts, caller: run.caller };
    const rows = entries.map((entry) => toWritable({ ...entry, ...own, id: timeOrderedUuid() }));
    if (rows.length > 0) await writeEntries(tx, rows);
    if (next.state === "queued") await sendRun(tx, jobs, { tenantId, invocationId: id, dueAt: next.dueAt });
    else await tellWebhook(tx, jobs, run);
    return true;
  });
}
