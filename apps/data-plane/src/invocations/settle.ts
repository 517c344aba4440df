import type { FunctionResult } from "@annex/contract";
import type { BoundTarget, PointTargets } from "@annex/invocation";

/**
 * A function's result as its extension point takes it: only fields that may be set there, and its binding's fallback
 * in place of a failure that the call survives. Pure.
 */
export function settle(result: FunctionResult, point: PointTargets, bound?: BoundTarget): FunctionResult {
  if (result.status !== "success" && bound?.failureMode === "open" && bound.fallback !== null)
    return { ...result, fields: bound.fallback, usedFallback: true };
  const settable = new Set(point.outputs.map(({ path }) => path));
  const fields = Object.fromEntries(Object.entries(result.fields).filter(([path]) => settable.has(path)));
  return { ...result, fields };
}
