"use client";
import { Editor } from "@monaco-editor/react";
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { useTheme } from "../shell/theme";
import { languageOf } from "./models";
import { monaco } from "./monaco";
import { applyTheme } from "./monaco-theme";
import { useEditorSettings } from "./use-editor-settings";

interface SourceViewerProps {
  readonly path: string;
  readonly content: string;
  /** The one to show and to mark, counted from 1. */
  readonly line: number | null;
  readonly loading: ReactNode;
}

/** A file to read. Its models are of a scheme of their own, so that the draft's editor does not know them. */
export default function SourceViewer({ path, content, line, loading }: SourceViewerProps) {
  const id = useId();
  const theme = useTheme();
  const { settings } = useEditorSettings();
  const [editor, setEditor] = useState<monaco.editor.IStandaloneCodeEditor | null>(null);
  const marks = useRef<monaco.editor.IEditorDecorationsCollection | null>(null);
  useEffect(() => applyTheme(theme), [theme]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another file has its own lines
  useEffect(() => {
    if (!editor) return;
    marks.current?.clear();
    if (line === null) return;
    const at = Math.min(line, editor.getModel()?.getLineCount() ?? line);
    const range = new monaco.Range(at, 1, at, 1);
    const options = {
      isWholeLine: true,
      className: "annex-marked-line",
      linesDecorationsClassName: "annex-marked-gutter",
    };
    marks.current = editor.createDecorationsCollection([{ range, options }]);
    editor.setPosition({ lineNumber: at, column: 1 });
    editor.revealLineInCenter(at);
  }, [editor, line, path, content]);
  return (
    <Editor
      path={monaco.Uri.from({ scheme: "release", path: `/${id}/${path}` }).toString()}
      language={languageOf(path)}
      value={content}
      theme="annex"
      loading={loading}
      options={{
        ariaLabel: `Code of ${path}`,
        readOnly: true,
        domReadOnly: true,
        renderValidationDecorations: "off",
        minimap: { enabled: false },
        fontFamily: "var(--font-geist-mono), monospace",
        fontSize: settings.fontSize,
        lineHeight: Math.round(settings.fontSize * 1.55),
        scrollBeyondLastLine: false,
        automaticLayout: true,
        stickyScroll: { enabled: false },
        tabFocusMode: true,
      }}
      beforeMount={() => applyTheme(theme)}
      onMount={setEditor}
    />
  );
}
