"use client";
import { Editor } from "@monaco-editor/react";
import { type ReactNode, useEffect, useId } from "react";
import { useTheme } from "../shell/theme";
import { languageOf } from "./models";
import { monaco } from "./monaco";
import { applyTheme } from "./monaco-theme";
import { useEditorSettings } from "./use-editor-settings";

export interface CodeViewerProps {
  /** Decides the language. */
  readonly path: string;
  readonly text: string;
  readonly loading: ReactNode;
}

/** A text to read, as the editor shows it. Its model is apart from those that are edited. */
export default function CodeViewer({ path, text, loading }: CodeViewerProps) {
  const id = useId();
  const theme = useTheme();
  const { settings } = useEditorSettings();
  useEffect(() => applyTheme(theme), [theme]);
  return (
    <Editor
      path={monaco.Uri.from({ scheme: "view", path: `/${id}/${path}` }).toString()}
      language={languageOf(path)}
      value={text}
      theme="annex"
      loading={loading}
      options={{
        ariaLabel: path,
        readOnly: true,
        domReadOnly: true,
        tabFocusMode: true,
        renderValidationDecorations: "off",
        minimap: { enabled: false },
        fontFamily: "var(--font-geist-mono), monospace",
        fontSize: settings.fontSize,
        lineHeight: Math.round(settings.fontSize * 1.55),
        wordWrap: settings.wordWrap ? "on" : "off",
        scrollBeyondLastLine: false,
        overviewRulerBorder: false,
        automaticLayout: true,
        stickyScroll: { enabled: false },
        renderFinalNewline: "on",
        padding: { top: 12, bottom: 12 },
      }}
      beforeMount={() => applyTheme(theme)}
    />
  );
}
