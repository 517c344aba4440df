"use client";
import type { Diagnostic, SourceFile } from "@annex/contract";
import { FilePlus2, MoreHorizontal, Pencil, Trash2 } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { toast } from "sonner";
import { Button } from "../ui/button";
import { cn } from "../ui/cn";
import { Menu, MenuItem } from "../ui/dropdown-menu";
import { Input } from "../ui/input";
import { addFile, deleteFile, filesOf, pathProblem, renameFile, restoreFile } from "./source-edits";
import { useWorkbench } from "./workbench-context";

interface PathInputProps {
  files: readonly SourceFile[];
  /** The path that is renamed. */
  current?: string;
  onDone: (path: string | null) => void;
}

function PathInput({ files, current, onDone }: PathInputProps) {
  const [path, setPath] = useState(current ?? "src/");
  const problem = path === "src/" ? null : pathProblem(path, files, current);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") onDone(null);
    if (event.key === "Enter" && pathProblem(path, files, current) === null) onDone(path);
  };
  return (
    <div className="px-2 py-1">
      <Input
        ref={(input) => input?.focus()}
        aria-label={current ? `New path of ${current}` : "Path of the new file"}
        aria-invalid={problem !== null}
        className="h-7 font-mono text-xs"
        value={path}
        onChange={(event) => setPath(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={() => onDone(null)}
      />
      <p role="status" className={cn("mt-0.5 text-xs", problem ? "text-red" : "text-faint")}>
        {problem ?? "Enter keeps it, Esc leaves it"}
      </p>
    </div>
  );
}

/** Counts of errors by file. */
function errorsOf(diagnostics: readonly Diagnostic[], path: string): number {
  return diagnostics.filter(({ file, severity }) => file === path && severity === "error").length;
}

export function FileTree({ shown, onShow }: { shown: string; onShow: (path: string) => void }) {
  const { draft, edit, diagnostics } = useWorkbench();
  const files = filesOf(draft.content);
  const [editing, setEditing] = useState<string | null>(null);
  const sorted = files.toSorted((a, b) => a.path.localeCompare(b.path));

  const create = (path: string | null) => {
    setEditing(null);
    if (path === null) return;
    edit(addFile(path));
    onShow(path);
  };
  const rename = (from: string, to: string | null) => {
    setEditing(null);
    if (to === null || to === from) return;
    edit(renameFile(from, to));
    if (shown === from) onShow(to);
  };
  const remove = (file: SourceFile) => {
    edit(deleteFile(file.path));
    toast(`Deleted ${file.path}`, { action: { label: "Undo", onClick: () => edit(restoreFile(file)) } });
  };

  return (
    <nav aria-label="Files" className="flex h-full min-h-0 flex-col bg-panel">
      <div className="flex h-9 shrink-0 items-center justify-between border-b pr-1 pl-3">
        <h2 className="text-xs font-medium text-muted">Files</h2>
        <Button variant="ghost" size="icon-sm" aria-label="New file" title="New file" onClick={() => setEditing("")}>
          <FilePlus2 aria-hidden className="size-3.5" />
        </Button>
      </div>
      <ul className="min-h-0 flex-1 overflow-y-auto py-1">
        {sorted.map((file) =>
          editing === file.path ? (
            <li key={file.path}>
              <PathInput files={files} current={file.path} onDone={(path) => rename(file.path, path)} />
            </li>
          ) : (
            <li
              key={file.path}
              className={cn("group flex items-center pr-1", file.path === shown ? "bg-pressed" : "hover:bg-hover")}
            >
              <button
                type="button"
                aria-current={file.path === shown ? "true" : undefined}
                onClick={() => onShow(file.path)}
                onDoubleClick={() => setEditing(file.path)}
                className={cn(
                  "h-7 min-w-0 flex-1 truncate pl-3 text-left font-mono text-xs",
                  file.path === shown ? "text-fg" : "text-muted",
                )}
                title={file.path}
              >
                {file.path}
              </button>
              {errorsOf(diagnostics, file.path) > 0 && (
                <span className="px-1 text-xs text-red">
                  {errorsOf(diagnostics, file.path)}
                  <span className="sr-only"> errors</span>
                </span>
              )}
              <Menu
                align="end"
                trigger={
                  <button
                    type="button"
                    aria-label={`Actions of ${file.path}`}
                    className="flex size-6 items-center justify-center rounded-sm text-faint opacity-0 group-hover:opacity-100 hover:bg-pressed focus-visible:opacity-100 data-[state=open]:opacity-100"
                  >
                    <MoreHorizontal aria-hidden className="size-3.5" />
                  </button>
                }
              >
                <MenuItem
                  icon={<Pencil aria-hidden className="size-3.5" />}
                  onSelect={() => setTimeout(() => setEditing(file.path), 50)}
                >
                  Rename
                </MenuItem>
                <MenuItem
                  danger
                  disabled={files.length === 1}
                  icon={<Trash2 aria-hidden className="size-3.5" />}
                  onSelect={() => remove(file)}
                >
                  Delete
                </MenuItem>
              </Menu>
            </li>
          ),
        )}
        {editing === "" && (
          <li>
            <PathInput files={files} onDone={create} />
          </li>
        )}
      </ul>
    </nav>
  );
}
