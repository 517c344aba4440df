import { useEffect } from "react";
import { monaco } from "./monaco";

interface EventName {
  readonly name: string;
  readonly type: string;
  readonly doc: string;
}

/** Completes `event["…` and `event.get("…` with the mapped parameters in Python, which has no type checker here. */
export function usePythonCompletions(names: readonly EventName[]): void {
  useEffect(() => {
    const registration = monaco.languages.registerCompletionItemProvider("python", {
      triggerCharacters: ['"', "'", "["],
      provideCompletionItems(model, position) {
        const line = model.getLineContent(position.lineNumber).slice(0, position.column - 1);
        if (!/\bevent(\[|\.get\()\s*["']\w*$/.test(line)) return { suggestions: [] };
        const word = model.getWordUntilPosition(position);
        const range = new monaco.Range(position.lineNumber, word.startColumn, position.lineNumber, word.endColumn);
        return {
          suggestions: names.map(({ name, type, doc }) => ({
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
