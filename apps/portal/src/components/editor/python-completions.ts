import { useEffect } from "react";
import { monaco } from "./monaco";

interface EventName {
  readonly name: string;
  readonly type: string;
  readonly doc: string;
}

/** What AWS Lambda's Python runtime hands over as `context`. */
const contextNames: readonly EventName[] = [
  { name: "function_name", type: "str", doc: "The function's name in the cell." },
  { name: "function_version", type: "str", doc: "The version that runs." },
  { name: "invoked_function_arn", type: "str", doc: "The ARN that was invoked." },
  { name: "memory_limit_in_mb", type: "str", doc: "The function's memory." },
  { name: "aws_request_id", type: "str", doc: "The invocation's request ID." },
  { name: "log_group_name", type: "str", doc: "Where log lines go." },
  { name: "log_stream_name", type: "str", doc: "The execution environment's log stream." },
  { name: "get_remaining_time_in_millis()", type: "int", doc: "Milliseconds until the function times out." },
];

/** What fits the line before the cursor: keys of `event`, attributes of `context`, or nothing. */
function namesFor(line: string, eventNames: readonly EventName[]): readonly EventName[] {
  if (/\bevent(\[|\.get\()\s*["']\w*$/.test(line)) return eventNames;
  return /\bcontext\.\w*$/.test(line) ? contextNames : [];
}

/** Completes `event["…` and `event.get("…` with the mapped parameters, and `context.`, in Python, which has no type checker here. */
export function usePythonCompletions(names: readonly EventName[]): void {
  useEffect(() => {
    const registration = monaco.languages.registerCompletionItemProvider("python", {
      triggerCharacters: ['"', "'", "[", "."],
      provideCompletionItems(model, position) {
        const line = model.getLineContent(position.lineNumber).slice(0, position.column - 1);
        const word = model.getWordUntilPosition(position);
        const range = new monaco.Range(position.lineNumber, word.startColumn, position.lineNumber, word.endColumn);
        return {
          suggestions: namesFor(line, names).map(({ name, type, doc }) => ({
            label: name,
            kind: monaco.languages.CompletionItemKind.Field,
            insertText: name,
            detail: type,
            documentation: doc,
            range,
          })),
        };
      },
    });
    return () => registration.dispose();
  }, [names]);
}
