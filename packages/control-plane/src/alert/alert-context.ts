import { AppError } from "@annex/contract";
import type { Db } from "@annex/db";
import type { MasterKey } from "@annex/envelope";
import type { JobSender } from "../jobs/job-sender.ts";

/** What tells people: needed where an alert is evaluated. */
export interface AlertOutbox {
  readonly db: Pick<Db, "operator">;
  readonly jobs: JobSender;
  readonly masterKey: MasterKey;
}

/** @throws AppError `not_found`: another one's rule is answered like a missing one. */
export function missingRule(): AppError {
  return new AppError("not_found", "There is no such alert rule.");
}
