import { AppError, type Field, type FieldValues, fieldValuesSchema } from "@annex/contract";
import type { Binding } from "@annex/db";
import { type ConditionCheck, checkCondition, checkFieldValues } from "@annex/field-mapping";
import { fieldsOf, type PointRow, type Target, type TargetContext, toTarget } from "./load-target.ts";

/** A function as it is bound: when it runs, how long it may take, what its failure means. */
export interface BoundTarget {
  readonly target: Target;
  /** `blocking`: the caller waits for it. `async`: it runs once those are through, by itself. */
  readonly mode: "blocking" | "async";
  /** Null: always. One that no longer fits the extension point's fields says why. */
  readonly condition: ConditionCheck | null;
  readonly timeoutMs: number | null;
  readonly failureMode: "open" | "closed";
  readonly fallback: FieldValues | null;
}

/** What of a fallback still fits: the fields may have changed since it was written. */
function fittingFallback(fallback: unknown, outputs: readonly Field[]): FieldValues | null {
  if (fallback === null) return null;
  const values = fieldValuesSchema.parse(fallback);
  const wrong = new Set(checkFieldValues(values, outputs).map(({ path }) => path));
  const fits = (path: string) => outputs.some((field) => field.path === path) && !wrong.has(path);
  return Object.fromEntries(Object.entries(values).filter(([path]) => fits(path)));
}

function boundTarget(binding: Binding, point: PointRow, target: Target): BoundTarget {
  const { condition, timeoutMs, fallback, mode } = binding;
  const { inputs, outputs } = fieldsOf(point);
  const failureMode = point.failureMode === "closed" ? "closed" : (binding.failureMode ?? point.failureMode);
  return {
    target,
    mode,
    condition: condition === null ? null : checkCondition(condition, inputs),
    timeoutMs,
    failureMode: mode === "async" ? "open" : failureMode, // nobody waits whose call it could fail
    fallback: fittingFallback(fallback, outputs),
  };
}

/** An extension point with the tenant's own live functions in their order. */
export interface PointTargets {
  readonly key: string;
  readonly timeoutMs: number;
  readonly inputs: readonly Field[];
  readonly outputs: readonly Field[];
  readonly bound: readonly BoundTarget[];
}

interface PointName {
  readonly tenantId: string;
  readonly key: string;
}

/** @throws AppError `not_found` when there is no such extension point. */
export function loadPointTargets(
  { db, masterKey }: TargetContext,
  { tenantId, key }: PointName,
): Promise<PointTargets> {
  return db.forTenant(tenantId).run(async (tx) => {
    const point = await tx.extensionPoint.findUnique({ where: { key }, include: { recordType: true } });
    if (!point) throw new AppError("not_found", "There is no such extension point.");
    const bindings = await tx.binding.findMany({
      where: { extensionPointId: point.id, enabled: true, function: { liveReleaseId: { not: null } } },
      orderBy: [{ position: "asc" }, { createdAt: "asc" }],
    });
    const bound: BoundTarget[] = [];
    for (const binding of bindings) {
      const target = await toTarget({ tx, masterKey }, { id: binding.functionId });
      bound.push(boundTarget(binding, point, target));
    }
    return { key, timeoutMs: point.timeoutMs, ...fieldsOf(point), bound };
  });
}
