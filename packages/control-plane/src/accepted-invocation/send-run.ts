import type { Tx } from "@annex/db";
import type { JobSender } from "../jobs/job-sender.ts";

export interface WantedRun {
  readonly tenantId: string;
  readonly invocationId: string;
  /** Not before; at once where there is none. */
  readonly dueAt?: Date;
}

/** Asks for a run of an accepted invocation, in the transaction that makes it due. Asking twice is as good as once. */
export async function sendRun(tx: Tx, jobs: JobSender, { tenantId, invocationId, dueAt }: WantedRun): Promise<void> {
  const job = { queue: "run-invocation", data: { tenantId, invocationId } } as const;
  const when = dueAt ? { startAfter: dueAt } : {};
  await jobs.send(tx, job, { singletonKey: invocationId, group: { id: tenantId }, ...when });
}
