import { AppError, type ErrorCode } from "@annex/contract";
import { toAppError } from "../to-app-error.ts";

const transient: ReadonlySet<ErrorCode> = new Set(["limit_exceeded", "unavailable"]);

/**
 * An error of the SDK on the way of an invocation as ours. The caller named no function of Lambda's, so that what
 * Lambda or STS finds wrong with the request (no such version, no right) is the platform's fault, and its text, which
 * names ARNs, stays in the log.
 */
export function toCellError(error: unknown, operation: string): AppError {
  const known = toAppError(error, operation);
  if (transient.has(known.code)) return known;
  const message = "The function could not be run: its cell refused. The operator of the platform finds out why.";
  return new AppError("upstream_failed", message, { cause: error, detail: { ...known.detail, said: known.message } });
}
