import { AppError, type FieldValues, type FunctionResult } from "@annex/contract";
import type { BoundTarget, PointTargets } from "@annex/invocation";
import { timeOrderedUuid } from "@annex/service";
import type { KeyedRequest } from "../idempotency/keyed-request.ts";
import { type Admitted, runFunction } from "../pipeline.ts";
import type { Services } from "../services.ts";
import { budgetUsed } from "../steps/invoke.ts";
import { isStopped } from "../steps/is-stopped.ts";
import { meetCondition } from "../steps/meet-condition.ts";
import { failureOutcome } from "../steps/record-invocation.ts";
import type { EventReply } from "../streaming/event-reply.ts";
import { settle } from "./settle.ts";

export interface PointCall {
  readonly services: Services;
  readonly admitted: Admitted;
  readonly point: PointTargets;
  /** Epoch milliseconds at which the extension point's caller waits no longer. */
  readonly deadline: number;
  /** The request's, where it has an Idempotency-Key. */
  readonly keyed?: KeyedRequest | undefined;
  /** Where what the functions write goes while they write it. */
  readonly stream?: EventReply;
}

/** How long the function has: what is left of the extension point's time, or less where its binding says so. */
function budgetOf({ deadline }: PointCall, { timeoutMs }: BoundTarget): number {
  return Math.min(deadline - Date.now(), timeoutMs ?? Number.POSITIVE_INFINITY);
}

/**
 * One bound function with the fields as those before it left them; null where its condition is not met. Where it
 * fails open, a failure of the platform is a result like any other.
 */
export async function runBound(
  call: PointCall,
  bound: BoundTarget,
  fields: FieldValues,
): Promise<FunctionResult | null> {
  const { services, admitted, point } = call;
  const { target } = bound;
  const started = Date.now();
  const invocationId = timeOrderedUuid();
  try {
    const condition = await meetCondition(services, bound, fields);
    if ("met" in condition && !condition.met) return null;
    const budgetMs = budgetOf(call, bound);
    const early = "answer" in condition ? condition.answer : budgetMs <= 0 ? budgetUsed(point.timeoutMs) : undefined;
    const input = { admitted, invocationId, loadTarget: () => target, fields, budgetMs, stream: call.stream };
    const failed = early ? { failedBefore: early } : {};
    const result = await runFunction(services, { ...input, ...failed, extensionPointKey: point.key });
    return settle(result, point, bound);
  } catch (error) {
    const isOurs = !(error instanceof AppError) || error.status >= 500 || isStopped(error);
    if (bound.failureMode === "closed" || !isOurs) throw error;
    const { outcome, error: shown } = failureOutcome(error);
    const { functionName, releaseNumber: release } = target;
    const durationMs = Date.now() - started;
    const named = { invocationId, function: functionName, release, durationMs };
    return settle({ ...named, status: outcome, fields: {}, error: shown }, point, bound);
  }
}
