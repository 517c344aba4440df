"use client";
import { type ComponentType, useEffect, useState } from "react";
import { isReadingTab } from "../workbench/reading-tabs";
import type { CodeEditorProps } from "./code-editor";
import { startEditorAssets } from "./editor-assets";

const load = () => import("./code-editor");

// its code is on its way as soon as this module runs in a browser, not when the page around it stands; a page that opens
// on a tab without an editor has the line for what that tab shows
if (typeof window !== "undefined" && !isReadingTab(new URLSearchParams(window.location.search).get("tab")))
  void load().catch(() => undefined);

/** The editor, once its code is there; null until then and on the server. Throws what kept it from loading. */
export function useCodeEditor(language: string): ComponentType<CodeEditorProps> | null {
  const [loaded, setLoaded] = useState<{ readonly editor?: ComponentType<CodeEditorProps>; readonly error?: unknown }>(
    {},
  );
  useEffect(() => {
    startEditorAssets(language);
    load().then(
      ({ default: editor }) => setLoaded({ editor }),
      (error: unknown) => setLoaded({ error }),
    );
  }, [language]);
  if (loaded.error !== undefined) throw loaded.error;
  return loaded.editor ?? null;
}
