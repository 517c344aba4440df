import { advanceRollout, type JobSender, rolloutsToAdvance } from "@annex/control-plane";
import type { WorkerContext } from "../worker-context.ts";

/** Takes every roll-out of a layer as far as it goes now. One that fails does not hold up the others. */
export async function watchRollouts({ db, log }: WorkerContext, jobs: JobSender): Promise<void> {
  for (const id of await rolloutsToAdvance(db))
    await advanceRollout({ db, jobs, now: new Date() }, id).catch((error) =>
      log("error", "layer roll-out", { rolloutId: id, cause: String(error) }),
    );
}
