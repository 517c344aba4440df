/** What the person who called a benchmark can mend: told as one line, without a stack. */
export class UsageError extends Error {}

/** Whether an error is one of ours, or of `parseArgs`. */
export function isUsageError(error: unknown): error is Error {
  return (
    error instanceof UsageError ||
    (error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS"))
  );
}
