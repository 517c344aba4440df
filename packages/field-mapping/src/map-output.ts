import type { FieldValues, MappingProblem } from "@annex/contract";
import type { CompiledMapping, CompiledOutput } from "./compile-mapping.ts";
import type { Evaluate, EvaluateRequest, ExpressionOutcome } from "./expression/evaluate-expressions.ts";
import { typeProblem } from "./field-types.ts";
import { copyJson, type Json, valueAt } from "./json.ts";
import { evaluateHere, pick } from "./map-input.ts";

/** The fields that a function sets, by path, and what of its result could not be used. */
export interface MappedOutput {
  readonly fields: FieldValues;
  readonly problems: readonly MappingProblem[];
}

/** One output: the value to set, nothing to set, or why it may not be set. */
export type OutputOutcome =
  | { readonly kind: "set"; readonly value: Json }
  | { readonly kind: "unset" }
  | { readonly kind: "problem"; readonly message: string };

/**
 * Maps a handler's result to fields; pure, expressions in this thread (browser, preview). A property that the result
 * does not have sets nothing, and is a problem where the field is required. A value of another type than its field is
 * a problem and never passed on. Does not throw for any result.
 */
export function mapOutput(compiled: CompiledMapping, result: unknown, fieldValues: FieldValues): MappedOutput {
  return outputOf(
    compiled,
    outputOutcomes(compiled, result, evaluateHere(outputRequest(compiled, result, fieldValues))),
  );
}

/** As `mapOutput`, with expressions evaluated by `evaluate`; it is called, and waited for, only where there are any. */
export function runOutput(
  compiled: CompiledMapping,
  result: unknown,
  fieldValues: FieldValues,
  evaluate: Evaluate,
): MappedOutput | Promise<MappedOutput> {
  const request = outputRequest(compiled, result, fieldValues);
  const finish = (outcomes: readonly ExpressionOutcome[]) =>
    outputOf(compiled, outputOutcomes(compiled, result, outcomes));
  return request === null ? finish([]) : evaluate(request).then(finish);
}

/** The batch of a mapping's output expressions; null where it has none. */
export function outputRequest(
  { output }: CompiledMapping,
  result: unknown,
  values: FieldValues,
): EvaluateRequest | null {
  if (output.expressions.length === 0) return null;
  return {
    scope: output.scope,
    expressions: output.expressions,
    values: pick(values, output.reads),
    result: safeCopy(result) ?? null,
  };
}

/** The outcome of each output, in the mapping's order, given the outcomes of its expressions. */
export function outputOutcomes(
  { outputs }: CompiledMapping,
  result: unknown,
  outcomes: readonly ExpressionOutcome[],
): OutputOutcome[] {
  return outputs.map((output) => outputOutcome(output, result, outcomes[output.expression]));
}

function outputOutcome(output: CompiledOutput, result: unknown, outcome: ExpressionOutcome | undefined): OutputOutcome {
  if (output.source.kind === "result") return checked(output, valueAt(result, output.source.path), output.source.path);
  if (outcome === undefined) return { kind: "problem", message: "The expression was not evaluated." };
  return outcome.ok ? checked(output, outcome.value, "The expression") : { kind: "problem", message: outcome.message };
}

function checked({ field }: CompiledOutput, value: unknown, from: string): OutputOutcome {
  if (value === undefined || value === null) return absent(field.required, field.path, from, value);
  const problem = typeProblem(field.type, value);
  if (problem !== null) return { kind: "problem", message: `${field.path} ${problem} (from ${from}).` };
  return { kind: "set", value: copyJson(value) };
}

function absent(required: boolean, field: string, from: string, value: null | undefined): OutputOutcome {
  if (required) {
    const message = `${field} is required, but ${from} gives ${value === null ? "null" : "nothing"}.`;
    return { kind: "problem", message };
  }
  return value === null ? { kind: "set", value: null } : { kind: "unset" };
}

function outputOf({ outputs }: CompiledMapping, outcomes: readonly OutputOutcome[]): MappedOutput {
  const fields: Record<string, Json> = Object.create(null);
  const problems: MappingProblem[] = [];
  outcomes.forEach((outcome, index) => {
    const output = outputs[index];
    if (output === undefined) return;
    if (outcome.kind === "set") fields[output.field.path] = outcome.value;
    if (outcome.kind === "problem") problems.push({ at: output.at, message: outcome.message });
  });
  return { fields, problems };
}

function safeCopy(value: unknown): Json | undefined {
  try {
    return copyJson(value);
  } catch {
    return undefined;
  }
}
