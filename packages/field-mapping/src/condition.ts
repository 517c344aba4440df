import type { Field, FieldValues } from "@annex/contract";
import type { Evaluate } from "./expression/evaluate-expressions.ts";
import type { ExpressionScope } from "./expression/expression-scope.ts";
import { createExpressionParser } from "./expression/parse-expression.ts";
import { ownValue } from "./json.ts";
import { pick } from "./map-input.ts";

/** A binding's condition, checked and ready to run any number of times. Immutable. */
export interface CompiledCondition {
  readonly text: string;
  readonly scope: ExpressionScope;
  readonly reads: readonly string[];
  /** Where the condition is one boolean field by its name: read, not evaluated. */
  readonly field: string | null;
}

/** Either a condition that may run, or what to tell its author. */
export type ConditionCheck =
  | { readonly ok: true; readonly condition: CompiledCondition }
  | { readonly ok: false; readonly message: string };

/** Whether a condition is met, or why that cannot be said (a sentence for its author). */
export type ConditionOutcome =
  | { readonly ok: true; readonly met: boolean }
  | { readonly ok: false; readonly message: string };

const noTruth = "A condition is true or false, such as invoice.total > 1000.0.";

/** Checks a condition (CEL) over an extension point's input fields. Never throws. */
export function checkCondition(text: string, inputs: readonly Field[]): ConditionCheck {
  const check = createExpressionParser({ inputs, withResult: false })(text);
  if (!check.ok) return check;
  const { type, reads } = check.expression;
  if (type !== "bool" && type !== "dyn") return { ok: false, message: `${noTruth} This one gives ${type}.` };
  const named = inputs.find((field) => field.type === "boolean" && field.path === text.trim());
  const scope = { inputs: inputs.filter(({ path }) => reads.includes(path)), withResult: false };
  return { ok: true, condition: { text, scope, reads, field: named?.path ?? null } };
}

/** Whether a condition is met by the values. One that reads a missing field is not met. Does not throw for any values. */
export async function runCondition(
  { text, scope, reads, field }: CompiledCondition,
  values: FieldValues,
  evaluate: Evaluate,
): Promise<ConditionOutcome> {
  if (field !== null) return { ok: true, met: ownValue(values, field) === true };
  const [outcome] = await evaluate({ scope, expressions: [text], values: pick(values, reads), result: null });
  if (outcome?.ok) {
    return typeof outcome.value === "boolean" ? { ok: true, met: outcome.value } : { ok: false, message: noTruth };
  }
  const isMissing = reads.some((path) => (ownValue(values, path) ?? null) === null);
  if (isMissing) return { ok: true, met: false };
  return { ok: false, message: outcome?.message ?? "The condition was not evaluated." };
}
