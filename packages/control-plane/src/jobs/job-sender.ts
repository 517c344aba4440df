import type { Tx } from "@annex/db";
import { fromPrisma, PgBoss } from "pg-boss";
import type { Job } from "./jobs.ts";

export interface JobOptions {
  /** Not before. */
  readonly startAfter?: Date;
  /** What the job is about: by it the job is found again; in a queue that is made so, only one waits for each key. */
  readonly singletonKey?: string;
  /** Higher ones are taken first; 0 where it is left out. */
  readonly priority?: number;
  /** Whose turn it takes: no group keeps the others waiting. The tenant's where it is left out. */
  readonly group?: { readonly id: string };
}

/** Puts jobs into the queue within the transaction that records why. */
export interface JobSender {
  send(tx: Tx, job: Job, options?: JobOptions): Promise<void>;
  close(): Promise<void>;
}

/** A tenant's job takes the tenant's turn. */
function groupOf(data: Job["data"]): Pick<JobOptions, "group"> {
  return "tenantId" in data && data.tenantId !== null ? { group: { id: data.tenantId } } : {};
}

/**
 * Opens the queue for sending with the app role (or the operator role): no queue is made, nothing is supervised.
 * @throws when the database cannot be reached or was not migrated.
 */
export async function createJobSender(url: string): Promise<JobSender> {
  const boss = new PgBoss({
    connectionString: url,
    max: 2,
    migrate: false,
    createSchema: false,
    supervise: false,
    schedule: false,
  });
  boss.on("error", () => undefined); // what fails a call is thrown there
  await boss.start();
  return {
    async send(tx, { queue, data }, options = {}) {
      await boss.send(queue, data, { ...groupOf(data), ...options, db: fromPrisma(tx) });
    },
    close: () => boss.stop({ graceful: false }),
  };
}
