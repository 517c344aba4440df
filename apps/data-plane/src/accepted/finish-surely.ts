import { setTimeout as delay } from "node:timers/promises";
import { isDatabaseAway } from "@annex/db";
import type { Services } from "../services.ts";
import { type Finished, finishRun } from "./finish-run.ts";

const writeAgainMs = 250;
const mostWrites = 120;
/** What a database that answers refused so often it will always refuse. */
const mostRefusals = 3;

/**
 * Writes what a run came to. It must not be lost to a database that is away for a moment; nor to a row of the ledger
 * that is refused, for the run would be taken for one that never ended, and run again: then it ends without that row,
 * which is made of Lambda's report later.
 * @returns whether this run's outcome was written.
 */
export async function finishSurely(
  { db, jobs, onError }: Pick<Services, "db" | "jobs" | "onError">,
  finished: Finished,
): Promise<boolean> {
  let wanted = finished;
  for (let attempt = 1, refusals = 0; ; attempt += 1) {
    try {
      return await finishRun(db, jobs, wanted);
    } catch (error) {
      onError(error);
      if (attempt === mostWrites) throw error;
      if (!isDatabaseAway(error)) refusals += 1;
      if (refusals === mostRefusals) wanted = { ...finished, entries: [] };
      await delay(writeAgainMs);
    }
  }
}
