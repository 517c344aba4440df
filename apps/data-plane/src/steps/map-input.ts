import { AppError, type FieldValues } from "@annex/contract";
import { checkFieldValues, type MappedEvent, runInput } from "@annex/field-mapping";
import { credentialsForCall, ownerOf, type Target } from "@annex/invocation";
import type { Admitted } from "../pipeline.ts";
import type { Services } from "../services.ts";
import { type Answer, failedAnswer } from "./invoke.ts";

export type MappedInput =
  | { readonly ok: true; readonly event: MappedEvent }
  | { readonly ok: false; readonly answer: Answer };

interface Input {
  readonly fields: FieldValues;
  /** Null where the caller named the function itself and is to send what it takes. */
  readonly extensionPointKey: string | null;
}

interface MappedCall extends Input {
  readonly admitted: Pick<Admitted, "correlation">;
}

/**
 * Whether the fields are those that the function takes; where its binding sent it others, the failure.
 * @throws AppError `invalid_request` for the fields of a caller who named the function.
 */
export function checkFields(target: Target, { fields, extensionPointKey }: Input): Answer | null {
  // made for this extension point: its contract was checked when the request came, and what functions set when they did
  if (extensionPointKey !== null && target.extensionPointKey === extensionPointKey) return null;
  const errors = checkFieldValues(fields, target.mapping.inputs);
  const first = errors[0];
  if (!first) return null;
  // the caller sent what the extension point takes: a function that takes something else is the tenant's to correct
  if (extensionPointKey !== null) return failedAnswer("function_error", "Mapping.Input", first.message);
  const named = errors.map(({ path, message }) => ({ path: `fields.${path}`, message }));
  throw new AppError("invalid_request", `The fields do not fit the function: ${first.message}`, { errors: named });
}

/**
 * The function's event. Fields of another type are the caller's fault; an expression that fails on good fields, or a
 * credential that is gone, is the tenant's, as a failing function is, and so is a mapping that the contract left behind.
 * @throws AppError `invalid_request` for the caller's fields.
 */
export function mapInput(services: Services, target: Target, input: MappedCall): MappedInput | Promise<MappedInput> {
  const { evaluateFor, masterKey } = services;
  if (target.mappingProblem !== null)
    return { ok: false, answer: failedAnswer("function_error", "Mapping.Contract", target.mappingProblem) };
  const answer = checkFields(target, input);
  if (answer) return { ok: false, answer };
  try {
    const call = { hops: input.admitted.correlation.hops, timeoutMs: target.timeoutMs };
    const credentials = credentialsForCall(masterKey, target.credentials, call);
    const event = runInput(target.mapping, input.fields, credentials, evaluateFor(ownerOf(target)));
    return event instanceof Promise ? event.then(made, notMade) : made(event);
  } catch (error) {
    return notMade(error);
  }
}

const made = (event: MappedEvent): MappedInput => ({ ok: true, event });

function notMade(error: unknown): MappedInput {
  if (error instanceof RangeError) throw new AppError("invalid_request", `A field's value is ${error.message}.`);
  if (!(error instanceof AppError) || error.code !== "invalid_request") throw error;
  const message = `The field mapping could not make the event: ${error.errors[0]?.message ?? error.message}`;
  return { ok: false, answer: failedAnswer("function_error", "Mapping.Input", message) };
}
