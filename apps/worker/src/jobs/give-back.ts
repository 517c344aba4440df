import type { JobData, QueueName } from "@annex/control-plane";
import type { PgBoss } from "pg-boss";

export interface LostJob<Q extends QueueName> {
  readonly queue: Q;
  readonly data: JobData<Q>;
  /** The `singletonKey` that its sender gave it. */
  readonly key: string;
}

/**
 * Gives work that nobody does its one job back: a job that still waits is left as it is; one that a dead worker had
 * begun is taken away, or it would be tried again beside the new one when it expires.
 * @returns whether a job was needed.
 */
export async function giveBack<Q extends QueueName>(boss: PgBoss, { queue, data, key }: LostJob<Q>): Promise<boolean> {
  const jobs = await boss.findJobs(queue, { key });
  if (jobs.some(({ state }) => state === "created" || state === "retry")) return false;
  const begun = jobs.filter(({ state }) => state === "active").map(({ id }) => id);
  if (begun.length > 0) await boss.deleteJob(queue, begun);
  await boss.send(queue, data, { singletonKey: key });
  return true;
}
