import pg from "pg";
import { PgBoss, type Queue } from "pg-boss";

/** The job queues. Made by the owner, so that a service needs no right to make tables. */
export const jobQueues = [
  "deploy",
  "roll-back",
  "shift",
  "test-run",
  "delete-function",
  "ingest-logs",
  "run-invocation",
  "deliver-webhook",
  "package-types",
  "layer-build",
  "send-mail",
  "forgot-password",
  "self-test",
  "compare-cell",
] as const;
export type JobQueue = (typeof jobQueues)[number];

const usual = { notify: true, retryLimit: 3, retryDelay: 1 };
/** `short`: one waiting job for each key, so that what may be lost can be sent again without harm. */
const once = { retryLimit: 3, policy: "short", expireInSeconds: 120, deleteAfterSeconds: 60 } as const;
const patient = { ...usual, retryLimit: 10, retryDelay: 5, retryBackoff: true, retryDelayMax: 3600 };
const optionsOf: Partial<Record<JobQueue, Omit<Queue, "name">>> = {
  "run-invocation": once,
  "deliver-webhook": patient,
  "send-mail": patient,
  "compare-cell": { ...once, notify: true },
  // of a worker that died: begun again soon
  "layer-build": { ...usual, expireInSeconds: 240 },
  // a worker that dies in the middle leaves it to the clock, which removes what was made
  "self-test": { notify: true, retryLimit: 0, expireInSeconds: 900 },
};

const rights = `
  GRANT USAGE ON SCHEMA pgboss TO annex_app, annex_operator;
  GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA pgboss TO annex_app, annex_operator;
  GRANT USAGE ON ALL SEQUENCES IN SCHEMA pgboss TO annex_app, annex_operator;
  GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA pgboss TO annex_app, annex_operator;`;

/** Brings the job queue's own schema up to date and gives the two roles their rights on it. */
export async function migrateJobs(ownerUrl: string): Promise<void> {
  const boss = new PgBoss({ connectionString: ownerUrl, max: 2, supervise: false, schedule: false });
  boss.on("error", () => undefined); // what start() cannot do it throws
  await boss.start();
  try {
    for (const queue of jobQueues) {
      if (!(await boss.getQueue(queue))) await boss.createQueue(queue, optionsOf[queue] ?? usual);
    }
  } finally {
    await boss.stop({ graceful: false });
  }
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  await client.query(rights).finally(() => client.end());
}
