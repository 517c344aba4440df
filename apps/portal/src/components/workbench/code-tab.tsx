"use client";
import { eventCompletions, eventTypes } from "@annex/field-mapping";
import dynamic from "next/dynamic";
import { useEffect, useMemo, useState } from "react";
import type { EditorProblem } from "../editor/models";
import { useCommands } from "../shell/commands";
import { Skeleton } from "../ui/skeleton";
import { FileTree } from "./file-tree";
import { SidePanel } from "./side-panel";
import { filesOf, writeFile } from "./source-edits";
import { SplitHandle, useWidth } from "./split-handle";
import { useWorkbench } from "./workbench-context";
import { ZipEntries } from "./zip-entries";

const CodeEditor = dynamic(() => import("../editor/code-editor"), { ssr: false, loading: EditorSkeleton });

function EditorSkeleton() {
  return (
    <div role="status" aria-label="Loading the editor" className="flex flex-col gap-3 p-4">
      {["w-64", "w-96", "w-80", "w-40", "w-72"].map((width) => (
        <Skeleton key={width} className={`h-3 ${width} max-w-full`} />
      ))}
    </div>
  );
}

export function CodeTab() {
  const { draft, edit, contract, diagnostics, place, file, setFile } = useWorkbench();
  const { content } = draft;
  const files = filesOf(content);
  const shown = files.some(({ path }) => path === file) ? file : mainFile(content.handler, files);
  const [problems, setProblems] = useState<readonly EditorProblem[]>([]);
  const [tabTrapped, setTabTrapped] = useState(true);
  const [panelOpen, setPanelOpen] = useState(true);
  const tree = useWidth("files", 200, 140, 400);
  const panel = useWidth("panel", 380, 280, 720);
  const { mapping, language } = content;
  const types = useMemo(() => eventTypes(mapping, contract, language), [mapping, contract, language]);
  const names = useMemo(() => eventCompletions(mapping, contract), [mapping, contract]);
  const packages = useMemo(() => content.packages.map(({ name }) => name), [content.packages]);
  useCommands([
    {
      id: "side-panel",
      label: "Open or close the side panel",
      group: "Function",
      keys: "mod+b",
      run: () => setPanelOpen((open) => !open),
    },
  ]);
  useEffect(() => {
    if (content.source.kind === "zip") setProblems([]);
  }, [content.source.kind]);

  return (
    <div className="flex h-full min-h-0 flex-col overflow-y-auto md:flex-row md:overflow-hidden">
      {content.source.kind === "zip" ? (
        <ZipEntries source={content.source} />
      ) : (
        <>
          <div style={{ "--w": `${tree.width}px` }} className="shrink-0 border-b md:w-(--w) md:border-b-0">
            <FileTree shown={shown} onShow={setFile} />
          </div>
          <SplitHandle label="Width of the files" size={tree} side="left" />
          <div className="flex min-h-80 min-w-0 flex-1 shrink-0 flex-col md:min-h-0 md:shrink">
            <div className="min-h-80 flex-1 md:min-h-0">
              <CodeEditor
                files={files}
                file={shown}
                onChange={(path, text) => edit(writeFile(path, text))}
                eventTypes={types}
                eventNames={names}
                packages={packages}
                diagnostics={diagnostics}
                place={place}
                onProblems={setProblems}
                onTabTrap={setTabTrapped}
                loading={<EditorSkeleton />}
              />
            </div>
            <p className="flex h-7 shrink-0 items-center justify-between gap-4 border-t bg-panel px-3 text-xs text-faint">
              <span className="truncate font-mono">{shown}</span>
              <span className="shrink-0" role="status">
                {tabTrapped
                  ? "Tab indents. Ctrl+M lets Tab leave the editor."
                  : "Tab leaves the editor. Ctrl+M lets it indent."}
              </span>
            </p>
          </div>
        </>
      )}
      {panelOpen && (
        <>
          <SplitHandle label="Width of the side panel" size={panel} side="right" />
          <div style={{ "--w": `${panel.width}px` }} className="min-w-0 shrink-0 border-t md:w-(--w) md:border-t-0">
            <SidePanel editorProblems={problems} onClose={() => setPanelOpen(false)} />
          </div>
        </>
      )}
    </div>
  );
}

/** The file that the handler lies in, else the first one. */
function mainFile(handler: string, files: readonly { path: string }[]): string {
  const base = handler.replace(/\.[^./]*$/, "");
  return (files.find(({ path }) => path.replace(/\.[^./]+$/, "") === base) ?? files[0])?.path ?? "";
}
