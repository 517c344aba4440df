import { createJobSender, type JobSender } from "@annex/control-plane";
import { createDb, type Db } from "@annex/db";
import type { MasterKey } from "@annex/envelope";
import { env } from "../env";

interface Services {
  readonly db: Db;
  readonly masterKey: MasterKey;
  readonly jobs: JobSender;
}

// Pages and route handlers are bundled apart, so that a module's own variable would exist several times.
const slot = globalThis as typeof globalThis & { annexServices?: Promise<Services> };

async function open(): Promise<Services> {
  const { DATABASE_URL, OPERATOR_DATABASE_URL, ANNEX_MASTER_KEY } = env();
  const db = createDb({ appUrl: DATABASE_URL, operatorUrl: OPERATOR_DATABASE_URL });
  return { db, masterKey: ANNEX_MASTER_KEY, jobs: await createJobSender(DATABASE_URL) };
}

/** What the process holds open: database and job queue. Opened once, at first use. */
export function services(): Promise<Services> {
  slot.annexServices ??= open().catch((error) => {
    delete slot.annexServices;
    throw error;
  });
  return slot.annexServices;
}
