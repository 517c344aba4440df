import { runCondition } from "@annex/field-mapping";
import { type BoundTarget, ownerOf } from "@annex/invocation";
import type { Services } from "../services.ts";
import { type Answer, failedAnswer } from "./invoke.ts";

/** Whether a bound function is to run; or what came of it, where its condition cannot be answered. */
export type Met = { readonly met: boolean } | { readonly answer: Answer };

const broken = (message: string): Met => ({
  answer: failedAnswer("function_error", "Mapping.Condition", `The binding's condition cannot be answered: ${message}`),
});

/** A condition that fails on good fields is the tenant's failure, as a failing function is: it is never guessed. */
export async function meetCondition(
  { evaluateFor }: Services,
  { condition, target }: BoundTarget,
  fields: Parameters<typeof runCondition>[1],
): Promise<Met> {
  if (condition === null) return { met: true };
  if (!condition.ok) return broken(condition.message);
  const outcome = await runCondition(condition.condition, fields, evaluateFor(ownerOf(target)));
  return outcome.ok ? { met: outcome.met } : broken(outcome.message);
}
