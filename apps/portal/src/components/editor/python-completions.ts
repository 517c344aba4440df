import { useEffect } from "react";
import { completePython } from "./complete-python";
import { monaco } from "./monaco";

interface EventName {
  readonly name: string;
  readonly type: string;
  readonly doc: string;
}

/** Completes `event["…` and `event.get("…` with the mapped parameters, and `context.`, in Python, which has no type checker here. */
export function usePythonCompletions(names: readonly EventName[]): void {
  useEffect(() => {
    const options = names.map(({ name, type, doc }) => ({ insert: name, label: name, note: doc || type }));
    const registration = monaco.languages.registerCompletionItemProvider("python", {
      triggerCharacters: ['"', "'", "[", "."],
      provideCompletionItems(model, { lineNumber, column }) {
        const completion = completePython(model.getLineContent(lineNumber), column - 1, options);
        const range = new monaco.Range(lineNumber, completion.from + 1, lineNumber, column);
        return {
          suggestions: completion.options.map(({ insert, label, note }) => ({
            ...{ label, insertText: insert, documentation: note, range },
            kind: monaco.languages.CompletionItemKind.Field,
          })),
        };
      },
    });
    return () => registration.dispose();
  }, [names]);
}
