import { AppError, type FieldError, type FieldValues } from "@annex/contract";
import type { CompiledMapping, CompiledParameter } from "./compile-mapping.ts";
import {
  type Evaluate,
  type EvaluateRequest,
  type ExpressionOutcome,
  evaluateExpressions,
} from "./expression/evaluate-expressions.ts";
import { checkFieldValues } from "./field-types.ts";
import { copyJson, type Json, ownValue } from "./json.ts";

/** What the function gets: one own property per mapped parameter, on an object without a prototype. */
export type MappedEvent = Readonly<Record<string, Json>>;

/** The values of the credentials that a mapping names, by name: a secret's text or OAuth2 client credentials. */
export type CredentialValues = Readonly<Record<string, unknown>>;

/** One parameter's value, or why there is none. */
export type ParameterOutcome =
  | { readonly name: string; readonly at: string; readonly ok: true; readonly value: Json }
  | { readonly name: string; readonly at: string; readonly ok: false; readonly message: string };

/**
 * Makes the event of a function out of a caller's field values; pure, expressions in this thread (browser, preview).
 * A missing optional field gives null. Throws AppError `invalid_request` with `errors` where a required field is
 * missing, a value has another type than its field, or an expression fails.
 */
export function mapInput(
  compiled: CompiledMapping,
  fieldValues: FieldValues,
  credentials: CredentialValues,
): MappedEvent {
  checkValues(compiled, fieldValues);
  return eventOf(
    parameterOutcomes(compiled, fieldValues, credentials, evaluateHere(inputRequest(compiled, fieldValues))),
  );
}

/**
 * As `mapInput` for values that were checked (`checkFieldValues`), with expressions evaluated by `evaluate` (a pool of
 * workers); it is called only where there are any, and nothing is waited for without.
 */
export function runInput(
  compiled: CompiledMapping,
  fieldValues: FieldValues,
  credentials: CredentialValues,
  evaluate: Evaluate,
): MappedEvent | Promise<MappedEvent> {
  const request = inputRequest(compiled, fieldValues);
  const finish = (outcomes: readonly ExpressionOutcome[]) =>
    eventOf(parameterOutcomes(compiled, fieldValues, credentials, outcomes));
  return request === null ? finish([]) : evaluate(request).then(finish);
}

/** The batch of a mapping's parameter expressions; null where it has none. */
export function inputRequest({ input }: CompiledMapping, values: FieldValues): EvaluateRequest | null {
  if (input.expressions.length === 0) return null;
  return { scope: input.scope, expressions: input.expressions, values: pick(values, input.reads), result: null };
}

/** The values of the named fields, as JSON copies; missing ones have no key. */
export function pick(values: FieldValues, paths: readonly string[]): Record<string, Json> {
  const picked: Record<string, Json> = Object.create(null);
  for (const path of paths) {
    const value = ownValue(values, path);
    if (value !== undefined && value !== null) picked[path] = copyJson(value);
  }
  return picked;
}

/** Evaluates a batch in this thread; none for none. */
export function evaluateHere(request: EvaluateRequest | null): readonly ExpressionOutcome[] {
  return request === null ? [] : evaluateExpressions(request);
}

function checkValues({ inputs }: CompiledMapping, values: FieldValues): void {
  const errors = checkFieldValues(values, inputs);
  if (errors.length > 0) throw invalidFields(errors);
}

function invalidFields(errors: readonly FieldError[]): AppError {
  const first = errors[0]?.message ?? "";
  return new AppError("invalid_request", `The fields do not fit the extension point: ${first}`, {
    errors: errors.map(({ path, message }) => ({ path: `fields.${path}`, message })),
  });
}

/** The value or the problem of each parameter, given the outcomes of the mapping's expressions. */
export function parameterOutcomes(
  { parameters }: CompiledMapping,
  values: FieldValues,
  credentials: CredentialValues,
  outcomes: readonly ExpressionOutcome[],
): ParameterOutcome[] {
  return parameters.map((parameter) => {
    const { name, at } = parameter;
    const outcome = parameterOutcome(parameter, values, credentials, outcomes[parameter.expression]);
    return { name, at, ...outcome };
  });
}

function parameterOutcome(
  { source, reads }: CompiledParameter,
  values: FieldValues,
  credentials: CredentialValues,
  outcome: ExpressionOutcome | undefined,
): ExpressionOutcome {
  switch (source.kind) {
    case "field":
      return { ok: true, value: copyJson(ownValue(values, source.path) ?? null) };
    case "constant":
      return { ok: true, value: copyJson(source.value) };
    case "credential":
      return credentialOutcome(source.credential, credentials);
    case "expression":
      return expressionOutcome(reads, values, outcome);
  }
}

function credentialOutcome(name: string, credentials: CredentialValues): ExpressionOutcome {
  const value = ownValue(credentials, name);
  if (value === undefined || value === null) {
    return { ok: false, message: `The credential ${name} is missing. Add it again under Credentials.` };
  }
  return { ok: true, value: copyJson(value) };
}

/** An expression over a missing optional field is null, as the field itself would be. */
function expressionOutcome(
  reads: readonly string[],
  values: FieldValues,
  outcome: ExpressionOutcome | undefined,
): ExpressionOutcome {
  if (outcome === undefined) return { ok: false, message: "The expression was not evaluated." };
  if (outcome.ok) return outcome;
  const missing = reads.some((path) => (ownValue(values, path) ?? null) === null);
  return missing ? { ok: true, value: null } : outcome;
}

function eventOf(outcomes: readonly ParameterOutcome[]): MappedEvent {
  const failed = outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome]));
  const first = failed[0];
  if (first !== undefined) {
    throw new AppError("invalid_request", `The parameter ${first.name} has no value: ${first.message}`, {
      errors: failed.map(({ at, message }) => ({ path: `mapping.${at}`, message })),
    });
  }
  const event: Record<string, Json> = Object.create(null);
  for (const outcome of outcomes) if (outcome.ok) event[outcome.name] = outcome.value;
  return event;
}
