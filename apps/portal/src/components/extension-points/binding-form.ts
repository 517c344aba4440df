import type { Binding, ExtensionPoint, FieldValues, RetryPolicy, UpdateBinding } from "@annex/contract";
import { checkCondition, checkFieldValues } from "@annex/field-mapping";

/** A binding's settings as they are typed. */
export interface BindingForm {
  readonly condition: string;
  readonly mode: Binding["mode"];
  /** Milliseconds; empty: whatever is left of the extension point's. */
  readonly timeoutMs: string;
  readonly failureMode: Binding["failureMode"];
  readonly fallback: FieldValues;
  readonly retryPolicy: RetryPolicy | null;
}

export function formOf(binding: Binding): BindingForm {
  const { condition, mode, timeoutMs, failureMode, fallback, retryPolicy } = binding;
  return {
    ...{ mode, failureMode, retryPolicy },
    condition: condition ?? "",
    timeoutMs: timeoutMs === null ? "" : String(timeoutMs),
    fallback: fallback ?? {},
  };
}

/** Whether the call fails with the function. Where nobody waits, nothing can. */
export function failsClosed({ mode, failureMode }: BindingForm, point: ExtensionPoint): boolean {
  return mode === "blocking" && (failureMode ?? point.failureMode) === "closed";
}

interface Problems {
  readonly condition?: string;
  readonly timeoutMs?: string;
  /** By the path of the field. */
  readonly fallback: ReadonlyMap<string, string>;
}

const hasProblem = ({ condition, timeoutMs, fallback }: Problems) =>
  condition !== undefined || timeoutMs !== undefined || fallback.size > 0;

function timeoutProblem({ timeoutMs, mode }: BindingForm, point: ExtensionPoint): string | undefined {
  const max = mode === "async" ? 60_000 : point.timeoutMs;
  const value = Number(timeoutMs);
  if (timeoutMs.trim() === "" || (Number.isInteger(value) && value >= 50 && value <= max)) return undefined;
  return `A whole number of milliseconds, from 50 to ${max}; empty for whatever is left.`;
}

/** What the settings come to, with what is wrong in them; `changes` is null where something is. */
export function readForm(
  form: BindingForm,
  point: ExtensionPoint,
): { changes: UpdateBinding | null; problems: Problems } {
  const condition = form.condition.trim() || null;
  const check = condition === null ? undefined : checkCondition(condition, point.inputs);
  const timeout = timeoutProblem(form, point);
  const closed = failsClosed(form, point);
  const fallback = Object.fromEntries(
    closed ? [] : Object.entries(form.fallback).filter(([, value]) => value !== null),
  );
  const settable = point.outputs.map((field) => ({ ...field, required: false }));
  const problems = {
    ...(check?.ok === false ? { condition: check.message } : {}),
    ...(timeout === undefined ? {} : { timeoutMs: timeout }),
    fallback: new Map(checkFieldValues(fallback, settable).map(({ path, message }) => [path, message])),
  };
  if (hasProblem(problems)) return { changes: null, problems };
  const changes = {
    condition,
    mode: form.mode,
    timeoutMs: form.timeoutMs.trim() === "" ? null : Number(form.timeoutMs),
    failureMode: form.mode === "async" ? null : form.failureMode,
    fallback: Object.keys(fallback).length === 0 ? null : fallback,
    retryPolicy: form.retryPolicy,
  };
  return { changes, problems };
}
