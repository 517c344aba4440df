"use client";
import type { Diagnostic, SourceFile } from "@annex/contract";
import { useEffect, useRef, useState } from "react";
import { useTheme } from "../shell/theme";
import type { CodePlace } from "../workbench/workbench-context";
import { type EditorProblem, editorProblems, markDiagnostics, syncModels, uriOf } from "./models";
import { declareTypes, loadTypings, monaco } from "./monaco";
import { applyTheme } from "./monaco-theme";
import { usePythonCompletions } from "./python-completions";

export interface CodeEditorProps {
  readonly files: readonly SourceFile[];
  readonly file: string;
  readonly onChange: (path: string, content: string) => void;
  /** Ambient TypeScript of `event` and result. */
  readonly eventTypes: string;
  /** For Python: the names that `event` has. */
  readonly eventNames: readonly { name: string; type: string; doc: string }[];
  readonly packages: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  readonly place: CodePlace | null;
  readonly onProblems: (problems: readonly EditorProblem[]) => void;
  readonly onTabTrap: (trapped: boolean) => void;
}

const options: monaco.editor.IStandaloneEditorConstructionOptions = {
  model: null,
  automaticLayout: true,
  ariaLabel: "Code",
  fontFamily: "var(--font-geist-mono), monospace",
  fontSize: 13,
  lineHeight: 20,
  minimap: { enabled: false },
  scrollBeyondLastLine: false,
  padding: { top: 12, bottom: 12 },
  tabSize: 2,
  renderLineHighlight: "line",
  overviewRulerBorder: false,
  hideCursorInOverviewRuler: true,
  smoothScrolling: false,
  fixedOverflowWidgets: true,
  stickyScroll: { enabled: false },
  accessibilitySupport: "auto",
};

export default function CodeEditor(props: CodeEditorProps) {
  const { files, file, eventTypes, packages, diagnostics, place } = props;
  const host = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  const [editor, setEditor] = useState<monaco.editor.IStandaloneCodeEditor | null>(null);
  const theme = useTheme();
  useEffect(() => {
    latest.current = props;
  });
  usePythonCompletions(props.eventNames);

  useEffect(() => {
    if (!host.current) return;
    void loadTypings();
    const made = monaco.editor.create(host.current, options);
    const subscriptions = [
      made.onDidChangeModelContent(() => {
        const model = made.getModel();
        if (model) latest.current.onChange(model.uri.path.slice(1), model.getValue());
      }),
      monaco.editor.onDidChangeMarkers(() => latest.current.onProblems(editorProblems())),
      made.onDidChangeConfiguration((event) => {
        if (event.hasChanged(monaco.editor.EditorOption.tabFocusMode))
          latest.current.onTabTrap(!made.getOption(monaco.editor.EditorOption.tabFocusMode));
      }),
    ];
    setEditor(made);
    return () => {
      for (const subscription of subscriptions) subscription.dispose();
      made.dispose();
      syncModels([]);
    };
  }, []);

  useEffect(() => applyTheme(theme), [theme]);
  useEffect(() => declareTypes(eventTypes, packages), [eventTypes, packages]);
  useShownFile(editor, files, file);
  useEffect(() => markDiagnostics(diagnostics), [diagnostics]);
  useEffect(() => {
    if (!editor || !place || place.file !== file) return;
    editor.setPosition({ lineNumber: place.line, column: place.column });
    editor.revealLineInCenter(place.line);
    editor.focus();
  }, [editor, place, file]);

  return <div ref={host} className="h-full min-h-0 w-full" />;
}

/** Shows `file`, and keeps scroll and cursor of each file. */
function useShownFile(
  editor: monaco.editor.IStandaloneCodeEditor | null,
  files: readonly SourceFile[],
  file: string,
): void {
  const views = useRef(new Map<string, monaco.editor.ICodeEditorViewState | null>());
  const shown = useRef("");
  useEffect(() => {
    if (!editor) return;
    syncModels(files);
    const model = monaco.editor.getModel(uriOf(file));
    if (editor.getModel() === model) return;
    views.current.set(shown.current, editor.saveViewState());
    shown.current = file;
    editor.setModel(model);
    editor.restoreViewState(views.current.get(file) ?? null);
  }, [editor, files, file]);
}
