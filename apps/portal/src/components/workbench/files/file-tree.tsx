"use client";
import { FilePlus2 } from "lucide-react";
import { type DragEvent, type KeyboardEvent, type ReactNode, useMemo, useRef, useState } from "react";
import { z } from "zod";
import { useMayChange } from "@/client/may-change";
import { useRemembered } from "@/client/use-remembered";
import { Button } from "../../ui/button";
import { filesOf, pathProblem } from "../source-edits";
import { useWorkbench } from "../workbench-context";
import { type FileRow, fileRows, folderOf } from "./file-rows";
import { PathInput } from "./path-input";
import { TreeRow } from "./tree-row";
import { useFileChanges } from "./use-file-changes";

const pathsSchema = z.array(z.string());
const none: string[] = [];
const dragType = "application/x-annex-path";

interface FileTreeProps {
  shown: string;
  onShow: (path: string) => void;
  header: ReactNode;
}

function firstInside(row: FileRow, next: FileRow | undefined): string | undefined {
  return next?.path.startsWith(`${row.path}/`) ? next.path : undefined;
}

/** The draft's files as a tree: click, drag, or arrow keys, Enter, F2 and Delete. */
export function FileTree({ shown, onShow, header }: FileTreeProps) {
  const { draft, detail, diagnostics } = useWorkbench();
  const files = filesOf(draft.content);
  const changes = useFileChanges(shown, onShow);
  const mayChange = useMayChange();
  const [closedPaths, setClosed] = useRemembered(`closed-folders:${detail.id}`, pathsSchema, none);
  const closed = useMemo(() => new Set(closedPaths), [closedPaths]);
  const rows = useMemo(
    () =>
      fileRows(
        files.map(({ path }) => path),
        closed,
      ),
    [files, closed],
  );
  const [editing, setEditing] = useState<string | null>(null);
  const [focused, setFocused] = useState<string | null>(null);
  const [target, setTarget] = useState<string | null>(null);
  const tree = useRef<HTMLDivElement>(null);
  const reachable = rows.find(({ path }) => path === (focused ?? shown)) ?? rows[0];

  const toggle = (path: string) =>
    setClosed(closed.has(path) ? closedPaths.filter((other) => other !== path) : [...closedPaths, path]);
  const open = (row: FileRow) => (row.kind === "folder" ? toggle(row.path) : onShow(row.path));
  const isOpenFolder = (row: FileRow) => row.kind === "folder" && !closed.has(row.path);
  const focus = (path: string | undefined) => {
    if (path === undefined) return;
    setFocused(path);
    tree.current?.querySelector<HTMLElement>(`[data-path="${CSS.escape(path)}"]`)?.focus();
  };
  const keys = new Map<string, (row: FileRow, index: number) => void>([
    ["ArrowDown", (_row, index) => focus(rows[index + 1]?.path)],
    ["ArrowUp", (_row, index) => focus(rows[index - 1]?.path)],
    ["Home", () => focus(rows[0]?.path)],
    ["End", () => focus(rows.at(-1)?.path)],
    [
      "ArrowRight",
      (row, index) => (closed.has(row.path) ? toggle(row.path) : focus(firstInside(row, rows[index + 1]))),
    ],
    ["ArrowLeft", (row) => (isOpenFolder(row) ? toggle(row.path) : focus(folderOf(row.path) || undefined))],
    ["Enter", open],
    [" ", open],
    ["F2", (row) => mayChange && setEditing(row.path)],
    ["Delete", (row) => mayChange && changes.canRemove(row) && changes.remove(row)],
  ]);
  const onKeyDown = (event: KeyboardEvent) => {
    const index = rows.findIndex(({ path }) => path === reachable?.path);
    const row = rows[index];
    const act = keys.get(event.key);
    if (!row || !act || event.ctrlKey || event.metaKey || event.altKey || editing !== null) return;
    event.preventDefault();
    act(row, index);
  };
  const drop = (event: DragEvent, folder: string) => {
    event.preventDefault();
    event.stopPropagation();
    setTarget(null);
    const path = event.dataTransfer.getData(dragType);
    const row = rows.find((candidate) => candidate.path === path);
    if (row) changes.move(row, folder === "" ? row.name : `${folder}/${row.name}`);
  };
  const dragOver = (event: DragEvent, folder: string) => {
    if (!event.dataTransfer.types.includes(dragType)) return;
    event.preventDefault();
    event.stopPropagation();
    setTarget(folder);
  };
  const startFolder = reachable?.kind === "folder" ? reachable.path : folderOf(reachable?.path ?? "");

  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex h-9 shrink-0 items-center justify-between border-b px-1.5">
        {header}
        <Button
          changes
          variant="ghost"
          size="icon-sm"
          aria-label="New file"
          title="New file"
          onClick={() => setEditing("")}
        >
          <FilePlus2 aria-hidden className="size-3.5" />
        </Button>
      </div>
      {editing === "" && (
        <PathInput
          label="Path of the new file"
          initial={startFolder === "" ? "" : `${startFolder}/`}
          problemOf={(path) => pathProblem(path, files)}
          onDone={(path) => {
            setEditing(null);
            if (path !== null) changes.create(path);
          }}
        />
      )}
      <div
        ref={tree}
        role="tree"
        tabIndex={-1}
        aria-label="Files"
        onKeyDown={onKeyDown}
        onDragOver={(event) => dragOver(event, "")}
        onDragLeave={() => setTarget(null)}
        onDrop={(event) => drop(event, "")}
        className="min-h-0 flex-1 overflow-y-auto py-1"
      >
        {rows.map((row) => {
          const folder = row.kind === "folder" ? row.path : folderOf(row.path);
          if (editing === row.path) {
            return (
              <PathInput
                key={row.path}
                label={`New path of ${row.path}`}
                initial={row.path}
                problemOf={(to) => changes.problemOf(row, to)}
                onDone={(to) => {
                  setEditing(null);
                  if (to !== null) changes.move(row, to);
                }}
              />
            );
          }
          return (
            <TreeRow
              key={row.path}
              row={row}
              closed={closed.has(row.path)}
              shown={row.path === shown}
              reachable={row.path === reachable?.path}
              target={target !== null && row.kind === "folder" && row.path === target}
              errors={diagnostics.filter(({ file, severity }) => file === row.path && severity === "error").length}
              canChange={mayChange}
              canDelete={changes.canRemove(row)}
              onOpen={() => open(row)}
              onFocus={() => setFocused(row.path)}
              // the menu gives the focus back to its row before the input takes it
              onRename={() => setTimeout(() => setEditing(row.path), 50)}
              onDelete={() => changes.remove(row)}
              onDragStart={(event) => event.dataTransfer.setData(dragType, row.path)}
              onDragOver={(event) => dragOver(event, folder)}
              onDrop={(event) => drop(event, folder)}
            />
          );
        })}
      </div>
    </div>
  );
}
