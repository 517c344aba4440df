import type { FunctionResult, Outcome } from "@annex/contract";
import type { ClaimedRun } from "./claim-run.ts";
import { retryDelayMs } from "./retry-delay.ts";

/** What a run came to. `isFinal`: trying again would end the same way, such as for a function that was deleted. */
export interface RunOutcome {
  readonly result: FunctionResult;
  readonly isFinal: boolean;
}

export type NextState =
  | { readonly state: "done" | "dead"; readonly failures: number }
  | { readonly state: "queued"; readonly failures: number; readonly dueAt: Date };

/** Not the function's doing: it costs none of the policy's attempts. */
const ours: ReadonlySet<Outcome> = new Set(["throttled", "platform_error"]);
const shortestOwnDelayMs = 500;

/** Whether an accepted invocation is done, is tried again and when, or is given up. Pure. */
export function nextState(run: ClaimedRun, { result, isFinal }: RunOutcome, now = Date.now()): NextState {
  if (result.status === "success") return { state: "done", failures: run.failures };
  const isOurs = ours.has(result.status);
  const failures = run.failures + (isOurs ? 0 : 1);
  const isTooOld = now - run.countedFrom.getTime() > run.policy.maxAgeSeconds * 1000;
  // what came of a replay is what was asked: nobody has to look after it
  const givenUp = run.trigger === "replay" ? "done" : "dead";
  if (isFinal || isTooOld || failures >= run.policy.maxAttempts) return { state: givenUp, failures };
  const delayMs = isOurs
    ? Math.max(shortestOwnDelayMs, retryDelayMs(run.policy, run.attempts))
    : retryDelayMs(run.policy, failures);
  return { state: "queued", failures, dueAt: new Date(now + delayMs) };
}
