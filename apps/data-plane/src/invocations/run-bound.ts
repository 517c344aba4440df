import { randomUUID } from "node:crypto";
import { AppError, type FieldValues, type FunctionResult } from "@annex/contract";
import type { BoundTarget, PointTargets } from "@annex/invocation";
import { type Admitted, runFunction } from "../pipeline.ts";
import type { Services } from "../services.ts";
import { budgetUsed } from "../steps/invoke.ts";
import { meetCondition } from "../steps/meet-condition.ts";
import { failureOutcome } from "../steps/record-invocation.ts";

export interface PointCall {
  readonly services: Services;
  readonly admitted: Admitted;
  readonly point: PointTargets;
  /** Epoch milliseconds at which the extension point's caller waits no longer. */
  readonly deadline: number;
}

/** Only what this extension point lets functions set. */
function settable(point: PointTargets, fields: FieldValues): FieldValues {
  const allowed = new Set(point.outputs.map(({ path }) => path));
  return Object.fromEntries(Object.entries(fields).filter(([path]) => allowed.has(path)));
}

function withFallback(result: FunctionResult, { fallback, failureMode }: BoundTarget): FunctionResult {
  if (result.status === "success" || failureMode === "closed" || fallback === null) return result;
  return { ...result, fields: fallback, usedFallback: true };
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
  const invocationId = randomUUID();
  try {
    const condition = await meetCondition(services, bound, fields);
    if ("met" in condition && !condition.met) return null;
    const budgetMs = budgetOf(call, bound);
    const early = "answer" in condition ? condition.answer : budgetMs <= 0 ? budgetUsed(point.timeoutMs) : undefined;
    const input = { admitted, invocationId, loadTarget: () => target, fields, budgetMs };
    const failed = early ? { failedBefore: early } : {};
    const result = await runFunction(services, { ...input, ...failed, extensionPointKey: point.key });
    return withFallback({ ...result, fields: settable(point, result.fields) }, bound);
  } catch (error) {
    const isOurs = !(error instanceof AppError) || error.status >= 500 || error.code === "limit_exceeded";
    if (bound.failureMode === "closed" || !isOurs) throw error;
    const { outcome, error: shown } = failureOutcome(error);
    const { functionName, releaseNumber: release } = target;
    const durationMs = Date.now() - started;
    const named = { invocationId, function: functionName, release, durationMs };
    return withFallback({ ...named, status: outcome, fields: {}, error: shown }, bound);
  }
}
