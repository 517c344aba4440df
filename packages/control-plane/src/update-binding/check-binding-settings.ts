import { AppError, type BindingSettings, type ExtensionPoint, type FieldError } from "@annex/contract";
import { checkCondition, checkFieldValues } from "@annex/field-mapping";

type Wanted = Partial<{ [Name in keyof BindingSettings]: BindingSettings[Name] | undefined }>;

function conditionProblems(condition: string, { inputs }: ExtensionPoint): string[] {
  const check = checkCondition(condition, inputs);
  return check.ok ? [] : [check.message];
}

/** Each value belongs to a field that functions may set here, and has its type. */
function fallbackProblems(fallback: NonNullable<BindingSettings["fallback"]>, { key, outputs }: ExtensionPoint) {
  const settable = outputs.map((field) => ({ ...field, required: false }));
  const unknown = Object.keys(fallback).filter((path) => !settable.some((field) => field.path === path));
  return [
    ...unknown.map((path) => ({ path: `fallback.${path}`, message: `${path} cannot be set at ${key}.` })),
    ...checkFieldValues(fallback, settable).map(({ path, message }) => ({ path: `fallback.${path}`, message })),
  ];
}

/** What of a binding's settings does not fit an extension point, each at its place. */
export function bindingProblems(settings: Wanted, point: ExtensionPoint): FieldError[] {
  const { mode, condition, timeoutMs, failureMode, fallback } = settings;
  const isAsync = mode === "async";
  const errors: FieldError[] = [];
  if (condition != null) {
    for (const message of conditionProblems(condition, point)) errors.push({ path: "condition", message });
  }
  if (timeoutMs != null && !isAsync && timeoutMs > point.timeoutMs) {
    const message = `${point.key} answers within ${point.timeoutMs} ms; a function there cannot have more.`;
    errors.push({ path: "timeoutMs", message });
  }
  if (failureMode === "closed" && isAsync) {
    const message = "A function for which nobody waits cannot fail the call. Leave its failure mode out.";
    errors.push({ path: "failureMode", message });
  }
  if (failureMode === "open" && point.failureMode === "closed") {
    const message = `${point.key} fails closed: a binding cannot go on where the extension point does not.`;
    errors.push({ path: "failureMode", message });
  }
  if (fallback != null) {
    if (!isAsync && (failureMode ?? point.failureMode) === "closed")
      errors.push({ path: "fallback", message: "A call that fails closed sets nothing: remove the fallback." });
    errors.push(...fallbackProblems(fallback, point));
  }
  return errors;
}

/** The settings as they would stand, against the extension point. @throws AppError `invalid_request` that names each wrong one. */
export function checkBindingSettings(settings: Wanted, point: ExtensionPoint): void {
  const errors = bindingProblems(settings, point);
  const [first] = errors;
  if (first) throw new AppError("invalid_request", first.message, { errors });
}
