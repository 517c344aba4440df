import type { Db } from "@annex/db";
import type { JobSender } from "../jobs/job-sender.ts";

/** What a roll-out is taken further with. */
export interface Advance {
  readonly db: Db;
  readonly jobs: JobSender;
  readonly now: Date;
}
