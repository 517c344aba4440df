"use client";
import { useMemo } from "react";
import type { EditorSettings } from "./use-editor-settings";

interface CodePreviewProps {
  readonly path: string;
  readonly text: string;
  readonly settings: EditorSettings;
}

/** A file to read until its editor stands, at the same place to the pixel: nothing moves when the editor comes. */
export function CodePreview({ path, text, settings }: CodePreviewProps) {
  const lines = useMemo(() => text.split("\n").length, [text]);
  const { fontSize, wordWrap } = settings;
  const style = { fontSize, lineHeight: `${Math.round(fontSize * 1.55)}px` };
  const numbers = Array.from({ length: lines }, (_, index) => index + 1).join("\n");
  return (
    <section
      aria-label={`${path}; the editor is loading`}
      className="flex size-full overflow-hidden bg-bg py-3"
      style={style}
    >
      <pre aria-hidden className="w-16.25 shrink-0 pr-6.5 text-right text-faint" style={style}>
        {numbers}
      </pre>
      <pre
        data-code-preview
        className={wordWrap ? "min-w-0 flex-1 whitespace-pre-wrap" : "min-w-0 flex-1 overflow-hidden"}
        style={style}
      >
        {text}
      </pre>
    </section>
  );
}
