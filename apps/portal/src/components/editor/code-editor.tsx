"use client";
import type { Diagnostic, SourceFile } from "@annex/contract";
import { useEffect, useEffectEvent, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useTheme } from "../shell/theme";
import type { CodePlace } from "../workbench/workbench-context";
import { completeTypedAhead } from "./complete-typed-ahead";
import { keepViewStates } from "./keep-view-states";
import { type EditorProblem, editorProblems, markDiagnostics, pathOf, syncModels, uriOf } from "./models";
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
  /** For who only reads, or while nothing may change. */
  readonly readOnly: boolean;
  /** Whether Tab leaves the editor, rather than indenting. */
  readonly tabLeaves: boolean;
  /** Hands over what formats the shown file; where its language has no formatter it does nothing. */
  readonly onFormatter: (format: () => Promise<void>) => void;
}

const options: monaco.editor.IStandaloneEditorConstructionOptions = {
  ariaLabel: "Code",
  automaticLayout: true,
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
  renderFinalNewline: "on", // dimmed, the number of the last line has too little contrast
  accessibilitySupport: "auto",
};

/**
 * The editor, made in the same commit as the box it stands in. The React wrapper would make it two renders later, and
 * all that a page does in its first moments (answers, timers, workers) comes in between.
 */
export default function CodeEditor(props: CodeEditorProps) {
  const { files, file, eventTypes, packageFiles, untyped, diagnostics, place, settings, tabLeaves, readOnly } = props;
  const box = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  const [editor, setEditor] = useState<monaco.editor.IStandaloneCodeEditor | null>(null);
  const theme = useTheme();
  usePythonCompletions(props.eventNames);
  const shownOptions = useMemo<monaco.editor.IStandaloneEditorConstructionOptions>(
    () => ({
      ...options,
      fontSize: settings.fontSize,
      lineHeight: Math.round(settings.fontSize * 1.55),
      wordWrap: settings.wordWrap ? "on" : "off",
      tabFocusMode: tabLeaves,
      readOnly,
      readOnlyMessage: { value: "You are a viewer here. To change the code, ask an owner for the role developer." },
    }),
    [settings.fontSize, settings.wordWrap, tabLeaves, readOnly],
  );

  const create = useEffectEvent((element: HTMLElement) => {
    applyTheme(theme);
    const made = monaco.editor.create(element, { ...shownOptions, model: monaco.editor.getModel(uriOf(file)) });
    keepViewStates(made);
    made.onDidChangeModelContent(() => {
      const model = made.getModel();
      if (model) latest.current.onChange(pathOf(model.uri), model.getValue());
    });
    latest.current.onFormatter(async () => {
      await made.getAction("editor.action.formatDocument")?.run();
    });
    return made;
  });

  useLayoutEffect(() => {
    latest.current = props;
  });
  useLayoutEffect(() => syncModels(files), [files]);
  useLayoutEffect(() => {
    if (!box.current) return;
    const made = create(box.current);
    setEditor(made);
    return () => {
      made.dispose();
      syncModels([]);
    };
  }, []);
  useLayoutEffect(() => {
    const model = monaco.editor.getModel(uriOf(file));
    if (editor && editor.getModel() !== model) editor.setModel(model);
  }, [editor, file]);
  useEffect(() => editor?.updateOptions(shownOptions), [editor, shownOptions]);
  useEffect(() => {
    if (!editor) return;
    completeTypedAhead(editor);
    void loadTypings();
    const markers = monaco.editor.onDidChangeMarkers(() => latest.current.onProblems(editorProblems()));
    return () => markers.dispose();
  }, [editor]);
  useEffect(() => applyTheme(theme), [theme]);
  useEffect(() => declarePackages(packageFiles), [packageFiles]);
  useEffect(() => declareTypes(eventTypes, untyped), [eventTypes, untyped]);
  useEffect(() => markDiagnostics(diagnostics), [diagnostics]);
  useEffect(() => {
    if (!editor || !place || place.file !== file) return;
    editor.setPosition({ lineNumber: place.line, column: place.column });
    editor.revealLineInCenter(place.line);
    editor.focus();
  }, [editor, place, file]);

  return <div ref={box} className="size-full" />;
}
