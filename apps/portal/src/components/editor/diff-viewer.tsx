"use client";
import { DiffEditor } from "@monaco-editor/react";
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { useTheme } from "../shell/theme";
import { languageOf } from "./models";
import { monaco } from "./monaco";
import { applyTheme } from "./monaco-theme";
import { useEditorSettings } from "./use-editor-settings";

export interface DiffViewerProps {
  /** Decides the language of both sides. */
  readonly path: string;
  readonly original: string;
  readonly modified: string;
  /**
   * Makes the right side editable and tells what it holds. `modified` is then where it starts: the wrapper writes a
   * changed value over the editor's text, and a render that comes late would take back what was typed meanwhile.
   */
  readonly onChange?: (text: string) => void;
  /** One below the other where there is no room for two columns. */
  readonly inline?: boolean;
  readonly loading: ReactNode;
}

/** Two texts side by side, with what differs. */
export default function DiffViewer({ path, original, modified, onChange, inline = false, loading }: DiffViewerProps) {
  const id = useId();
  const theme = useTheme();
  const { settings } = useEditorSettings();
  const latest = useRef(onChange);
  const [start] = useState(modified);
  const models = useRef<monaco.editor.IDiffEditorModel | null>(null);
  useEffect(() => {
    latest.current = onChange;
  });
  useEffect(() => applyTheme(theme), [theme]);
  useEffect(
    () => () => {
      const last = models.current;
      // after the editor has let go of them
      setTimeout(() => {
        last?.original.dispose();
        last?.modified.dispose();
      });
    },
    [],
  );
  const onMount = (editor: monaco.editor.IStandaloneDiffEditor) => {
    models.current = editor.getModel();
    editor.getModifiedEditor().onDidChangeModelContent(() => latest.current?.(editor.getModifiedEditor().getValue()));
  };
  const at = (side: string) => monaco.Uri.from({ scheme: "diff", path: `/${id}/${side}/${path}` }).toString();
  return (
    <DiffEditor
      original={original}
      modified={onChange ? start : modified}
      language={languageOf(path)}
      originalModelPath={at("original")}
      modifiedModelPath={at("modified")}
      keepCurrentOriginalModel
      keepCurrentModifiedModel
      theme="annex"
      loading={loading}
      options={{
        readOnly: onChange === undefined,
        originalEditable: false,
        renderSideBySide: !inline,
        useInlineViewWhenSpaceIsLimited: true,
        renderSideBySideInlineBreakpoint: 560, // a dialog has room for both sides, a panel has not
        renderValidationDecorations: "off",
        minimap: { enabled: false },
        fontFamily: "var(--font-geist-mono), monospace",
        fontSize: settings.fontSize,
        lineHeight: Math.round(settings.fontSize * 1.55),
        scrollBeyondLastLine: false,
        renderOverviewRuler: false,
        hideUnchangedRegions: { enabled: true },
        automaticLayout: true,
        stickyScroll: { enabled: false },
      }}
      beforeMount={() => applyTheme(theme)}
      onMount={onMount}
    />
  );
}
