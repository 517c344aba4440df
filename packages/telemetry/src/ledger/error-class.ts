import type { ErrorClass, Outcome } from "@annex/contract";

const byOutcome: Readonly<Record<Exclude<Outcome, "success" | "function_error">, ErrorClass>> = {
  timeout: "timeout",
  out_of_memory: "out_of_memory",
  throttled: "throttle",
  platform_error: "platform",
};

/** Lambda's own words for a function that cannot even be started, and ours for a mapping that does not fit. */
const configuration =
  /^(?:Mapping\.|Runtime\.(?:ImportModuleError|HandlerNotFound|MalformedHandlerName|UserCodeSyntaxError|InvalidEntrypoint))/;

/** Whose fault an invocation's failure is; null where there is none. */
export function errorClassOf(outcome: Outcome, errorType: string | null): ErrorClass | null {
  if (outcome === "success") return null;
  if (outcome === "function_error") return configuration.test(errorType ?? "") ? "configuration" : "user";
  return byOutcome[outcome];
}
