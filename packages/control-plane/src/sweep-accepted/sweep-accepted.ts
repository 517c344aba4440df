import type { Db } from "@annex/db";
import { sendRun } from "../accepted-invocation/send-run.ts";
import type { JobSender } from "../jobs/job-sender.ts";

interface Found {
  readonly id: string;
  readonly tenant_id: string;
}

const mostAtOnce = 500;

/**
 * Asks again for the runs of accepted invocations that may have lost theirs: the process that ran them no longer
 * renews its lease, their tenant is no longer suspended nor are they held by a pause or a budget, or they are overdue. One that still waits for its turn in
 * the queue is not asked for twice.
 * @returns how many there were.
 */
export async function sweepAccepted(db: Pick<Db, "operator">, jobs: JobSender): Promise<number> {
  return db.operator.$transaction(async (tx) => {
    const found = await tx.$queryRaw<Found[]>`
      SELECT a.id, a.tenant_id FROM accepted_invocations a JOIN tenants t ON t.id = a.tenant_id AND t.status = 'active'
      WHERE a.state IN ('queued', 'running', 'held')
        AND CASE a.state
          WHEN 'queued' THEN a.due_at < now() - interval '5 seconds'
          WHEN 'running' THEN a.lease_until < now()
          ELSE NOT annex_is_held(a.tenant_id, a.function_id, a.extension_point_key) END
        AND NOT EXISTS (
          SELECT FROM pgboss.job j
          WHERE j.name = 'run-invocation' AND j.singleton_key = a.id::text AND j.state = 'created')
      ORDER BY a.due_at LIMIT ${mostAtOnce}`;
    for (const { id: invocationId, tenant_id: tenantId } of found) await sendRun(tx, jobs, { tenantId, invocationId });
    return found.length;
  });
}
