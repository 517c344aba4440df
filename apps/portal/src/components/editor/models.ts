import type { Diagnostic, SourceFile } from "@annex/contract";
import { monaco } from "./monaco";

const languages: Record<string, string> = {
  ts: "typescript",
  mts: "typescript",
  cts: "typescript",
  js: "javascript",
  mjs: "javascript",
  cjs: "javascript",
  py: "python",
  json: "json",
};

/** The editor's language for a file, by its ending. */
export function languageOf(path: string): string {
  return languages[path.split(".").at(-1) ?? ""] ?? "plaintext";
}

export function uriOf(path: string): monaco.Uri {
  return monaco.Uri.from({ scheme: "file", path: `/${path}` });
}

export function pathOf(uri: monaco.Uri): string {
  return uri.path.slice(1);
}

/** Replaces the text as an edit, so that undo brings the old one back. */
function replaceText(model: monaco.editor.ITextModel, text: string): void {
  model.pushStackElement();
  model.pushEditOperations([], [{ range: model.getFullModelRange(), text }], () => null);
  model.pushStackElement();
}

/** Makes the editor's models equal to `files`: all of them, so that imports between files resolve. */
export function syncModels(files: readonly SourceFile[]): void {
  const wanted = new Set(files.map(({ path }) => uriOf(path).toString()));
  for (const model of monaco.editor.getModels()) {
    if (model.uri.scheme === "file" && !wanted.has(model.uri.toString())) model.dispose();
  }
  for (const { path, content } of files) {
    const model = monaco.editor.getModel(uriOf(path));
    if (!model) monaco.editor.createModel(content, languageOf(path), uriOf(path));
    else if (model.getValue() !== content) replaceText(model, content);
  }
}

/** Shows what build and handler check said, as marks in the margin of the files that they speak of. */
export function markDiagnostics(diagnostics: readonly Diagnostic[]): void {
  for (const model of monaco.editor.getModels()) {
    const path = pathOf(model.uri);
    const markers = diagnostics
      .filter(({ file }) => file === path)
      .map(({ message, severity, line = 1, column = 1, endColumn }) => {
        const at = Math.min(line, model.getLineCount());
        return {
          message,
          source: "build",
          severity: severity === "error" ? monaco.MarkerSeverity.Error : monaco.MarkerSeverity.Warning,
          startLineNumber: at,
          endLineNumber: at,
          startColumn: column,
          endColumn: endColumn ?? model.getLineMaxColumn(at),
        };
      });
    monaco.editor.setModelMarkers(model, "annex", markers);
  }
}

export interface EditorProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly severity: "error" | "warning";
}

/** What the editor itself (its type checker) finds wrong now. */
export function editorProblems(): EditorProblem[] {
  return monaco.editor
    .getModelMarkers({})
    .filter(
      ({ owner, resource, severity }) =>
        owner !== "annex" && resource.scheme === "file" && severity >= monaco.MarkerSeverity.Warning,
    )
    .map(({ resource, startLineNumber, startColumn, message, severity }) => ({
      file: pathOf(resource),
      line: startLineNumber,
      column: startColumn,
      message,
      severity: severity === monaco.MarkerSeverity.Error ? "error" : "warning",
    }));
}
