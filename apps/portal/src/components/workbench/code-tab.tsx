"use client";
import { Files, Search } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import { z } from "zod";
import { useRemembered } from "@/client/use-remembered";
import { useUrlState } from "@/client/use-url-state";
import type { EditorProblem } from "../editor/models";
import { useCommands } from "../shell/commands";
import { Button } from "../ui/button";
import { cn } from "../ui/cn";
import { CodeEditorPane } from "./code-editor-pane";
import { FileTree } from "./files/file-tree";
import { SearchPanel } from "./files/search-panel";
import { useOpenFiles } from "./files/use-open-files";
import { LogDrawer } from "./log-drawer";
import { SidePanel } from "./side-panel";
import { filesOf } from "./source-edits";
import { SplitHandle, useSize } from "./split-handle";
import { useWorkbench } from "./workbench-context";
import { ZipEntries } from "./zip-entries";

const panelsSchema = z.object({ files: z.boolean(), side: z.boolean(), logs: z.boolean() });
const initialPanels = { files: true, side: true, logs: false };
const leftViews = [
  { value: "files", label: "Files", Icon: Files },
  { value: "search", label: "Search in files", Icon: Search },
] as const;

/** The file that the handler lies in, else the first one. */
function mainFile(handler: string, paths: readonly string[]): string {
  const base = handler.replace(/\.[^./]*$/, "");
  return paths.find((path) => path.replace(/\.[^./]+$/, "") === base) ?? paths[0] ?? "";
}

export function CodeTab() {
  const { draft, detail, file, setFile } = useWorkbench();
  const { content } = draft;
  const paths = useMemo(() => filesOf(content).map(({ path }) => path), [content]);
  const shown = paths.includes(file) ? file : mainFile(content.handler, paths);
  const tabs = useOpenFiles(detail.id, paths, shown, setFile);
  const [problems, setProblems] = useState<readonly EditorProblem[]>([]);
  const [panels, setPanels] = useRemembered("panels", panelsSchema, initialPanels);
  const [left, setLeft] = useUrlState("left", "files");
  const leftSize = useSize("files", 208, 140, 420);
  const sideSize = useSize("panel", 380, 280, 720);
  const flip = (name: keyof typeof panels) => setPanels({ ...panels, [name]: !panels[name] });
  const showLeft = (view: string) => {
    setLeft(view);
    if (!panels.files) flip("files");
  };
  useCommands([
    { id: "left-panel", label: "Open or close the files", group: "Panels", keys: "mod+b", run: () => flip("files") },
    {
      id: "side-panel",
      label: "Open or close the side panel",
      group: "Panels",
      keys: "mod+alt+b",
      run: () => flip("side"),
    },
    { id: "log-drawer", label: "Open or close the logs", group: "Panels", keys: "mod+j", run: () => flip("logs") },
    {
      id: "find-in-files",
      label: "Search in files",
      group: "Editor",
      keys: "mod+shift+f",
      words: "find",
      run: () => showLeft("search"),
    },
    ...paths.map((path) => ({
      id: `file:${path}`,
      label: path,
      group: "Files",
      words: "open file",
      run: () => tabs.show(path),
    })),
  ]);
  useEffect(() => {
    if (content.source.kind === "zip") setProblems([]);
  }, [content.source.kind]);

  const viewSwitch = <LeftViewSwitch view={left} onChange={setLeft} />;
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto md:flex-row md:overflow-hidden">
        {content.source.kind === "zip" ? (
          <ZipEntries source={content.source} />
        ) : (
          <>
            {panels.files && (
              <>
                <nav
                  aria-label="Files and search"
                  style={{ "--w": `${leftSize.size}px` }}
                  className="flex shrink-0 flex-col border-b bg-panel md:w-(--w) md:border-b-0"
                >
                  {left === "search" ? (
                    <SearchPanel header={viewSwitch} />
                  ) : (
                    <FileTree shown={shown} onShow={tabs.show} header={viewSwitch} />
                  )}
                </nav>
                <SplitHandle label="Width of the files" size={leftSize} side="left" />
              </>
            )}
            <CodeEditorPane shown={shown} tabs={tabs} onProblems={setProblems} />
          </>
        )}
        {panels.side && (
          <>
            <SplitHandle label="Width of the side panel" size={sideSize} side="right" />
            <div style={{ "--w": `${sideSize.size}px` }} className="min-w-0 shrink-0 border-t md:w-(--w) md:border-t-0">
              <SidePanel editorProblems={problems} onClose={() => flip("side")} />
            </div>
          </>
        )}
      </div>
      {panels.logs && <LogDrawer onClose={() => flip("logs")} />}
    </div>
  );
}

function LeftViewSwitch({ view, onChange }: { view: string; onChange: (view: string) => void }) {
  return (
    <fieldset className="flex items-center gap-1">
      <legend className="sr-only">Left panel</legend>
      {leftViews.map(({ value, label, Icon }) => (
        <Button
          key={value}
          variant="ghost"
          size="icon-sm"
          aria-label={label}
          title={value === "search" ? `${label} (Ctrl+Shift+F)` : label}
          aria-pressed={view === value}
          className={cn("size-6", view === value && "bg-pressed text-fg")}
          onClick={() => onChange(value)}
        >
          <Icon aria-hidden className="size-3.5" />
        </Button>
      ))}
    </fieldset>
  );
}
