"use client";
import type { Diagnostic, SourceFile } from "@annex/contract";
import { Editor } from "@monaco-editor/react";
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { useTheme } from "../shell/theme";
import type { CodePlace } from "../workbench/workbench-context";
import { completeTypedAhead } from "./complete-typed-ahead";
import { keepViewStates } from "./keep-view-states";
import { type EditorProblem, editorProblems, languageOf, markDiagnostics, pathOf, syncModels, uriOf } from "./models";
import { declarePackages, declareTypes, loadTypings, monaco } from "./monaco";
import { applyTheme } from "./monaco-theme";
import { usePythonCompletions } from "./python-completions";
import type { EditorSettings } from "./use-editor-settings";

export interface CodeEditorProps {
  readonly files: readonly SourceFile[];
  readonly file: string;
  readonly settings: EditorSettings;
  readonly onChange: (path: string, content: string) => void;
  /** Ambient TypeScript of `event` and result. */
  readonly eventTypes: string;
  /** For Python: the names that `event` has. */
  readonly eventNames: readonly { name: string; type: string; doc: string }[];
  /** Declarations of npm packages by their path below `node_modules`. */
  readonly packageFiles: Readonly<Record<string, string>>;
  /** Packages of which no types are known. */
  readonly untyped: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  readonly place: CodePlace | null;
  readonly onProblems: (problems: readonly EditorProblem[]) => void;
  /** Whether Tab leaves the editor, rather than indenting. */
  readonly tabLeaves: boolean;
  /** Hands over what formats the shown file; where its language has no formatter it does nothing. */
  readonly onFormatter: (format: () => Promise<void>) => void;
  /** Shown until the editor stands. */
  readonly loading: ReactNode;
}

const options: monaco.editor.IStandaloneEditorConstructionOptions = {
  ariaLabel: "Code",
  fontFamily: "var(--font-geist-mono), monospace",
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
  const { files, file, eventTypes, packageFiles, untyped, diagnostics, place, loading, settings, tabLeaves } = props;
  const latest = useRef(props);
  const [editor, setEditor] = useState<monaco.editor.IStandaloneCodeEditor | null>(null);
  const theme = useTheme();
  useEffect(() => {
    latest.current = props;
  });
  usePythonCompletions(props.eventNames);
  const shownOptions = useMemo<monaco.editor.IStandaloneEditorConstructionOptions>(
    () => ({
      ...options,
      fontSize: settings.fontSize,
      lineHeight: Math.round(settings.fontSize * 1.55),
      wordWrap: settings.wordWrap ? "on" : "off",
      tabFocusMode: tabLeaves,
    }),
    [settings.fontSize, settings.wordWrap, tabLeaves],
  );

  useEffect(() => {
    void loadTypings();
    const markers = monaco.editor.onDidChangeMarkers(() => latest.current.onProblems(editorProblems()));
    return () => {
      markers.dispose();
      syncModels([]);
    };
  }, []);
  useEffect(() => applyTheme(theme), [theme]);
  useEffect(() => declarePackages(packageFiles), [packageFiles]);
  useEffect(() => declareTypes(eventTypes, untyped), [eventTypes, untyped]);
  useEffect(() => syncModels(files), [files]);
  useEffect(() => markDiagnostics(diagnostics), [diagnostics]);
  useEffect(() => {
    if (!editor || !place || place.file !== file) return;
    editor.setPosition({ lineNumber: place.line, column: place.column });
    editor.revealLineInCenter(place.line);
    editor.focus();
  }, [editor, place, file]);

  const onMount = (made: monaco.editor.IStandaloneCodeEditor) => {
    keepViewStates(made);
    made.onDidChangeModelContent(() => {
      const model = made.getModel();
      if (model) latest.current.onChange(pathOf(model.uri), model.getValue());
    });
    latest.current.onFormatter(async () => {
      await made.getAction("editor.action.formatDocument")?.run();
    });
    completeTypedAhead(made);
    setEditor(made);
  };

  return (
    <Editor
      path={uriOf(file).toString()}
      defaultLanguage={languageOf(file)}
      defaultValue={files.find(({ path }) => path === file)?.content ?? ""}
      theme="annex"
      options={shownOptions}
      saveViewState={false}
      loading={loading}
      beforeMount={() => applyTheme(theme)}
      onMount={onMount}
    />
  );
}
