import type { Completion, ExpressionOption } from "../workbench/mapping/complete-expression";

/** What AWS Lambda's Python runtime hands over as `context`. */
const contextNames: readonly ExpressionOption[] = [
  { insert: "function_name", label: "function_name", note: "The function's name in the cell." },
  { insert: "function_version", label: "function_version", note: "The version that runs." },
  { insert: "invoked_function_arn", label: "invoked_function_arn", note: "The ARN that was invoked." },
  { insert: "memory_limit_in_mb", label: "memory_limit_in_mb", note: "The function's memory." },
  { insert: "aws_request_id", label: "aws_request_id", note: "The invocation's request ID." },
  { insert: "log_group_name", label: "log_group_name", note: "Where log lines go." },
  { insert: "log_stream_name", label: "log_stream_name", note: "The execution environment's log stream." },
  {
    ...{ insert: "get_remaining_time_in_millis()", label: "get_remaining_time_in_millis()" },
    note: "Milliseconds until the function times out.",
  },
];

/** What fits the line before the caret: keys of `event`, attributes of `context`, or nothing. */
export function completePython(line: string, caret: number, eventNames: readonly ExpressionOption[]): Completion {
  const before = line.slice(0, caret);
  const from = caret - (/\w*$/.exec(before)?.[0].length ?? 0);
  if (/\bevent(\[|\.get\()\s*["']\w*$/.test(before)) return { from, options: eventNames };
  return { from, options: /\bcontext\.\w*$/.test(before) ? contextNames : [] };
}
