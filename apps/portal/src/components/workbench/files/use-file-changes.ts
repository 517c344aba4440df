"use client";
import { toast } from "sonner";
import { addFile, deleteFile, filesOf, folderProblem, pathProblem, renameFile, renameFolder } from "../source-edits";
import { useWorkbench } from "../workbench-context";
import type { FileRow } from "./file-rows";

/** What a person may do to the draft's files, each with its way back. */
export function useFileChanges(shown: string, onShow: (path: string) => void) {
  const { draft, edit } = useWorkbench();
  const files = filesOf(draft.content);
  const undoable = (message: string, change: Parameters<typeof edit>[0]) => {
    const { source, handler } = draft.content;
    edit(change);
    toast(message, {
      action: { label: "Undo", onClick: () => edit((content) => ({ ...content, source, handler })) },
    });
  };
  const problemOf = ({ kind, path }: FileRow, to: string) =>
    kind === "file" ? pathProblem(to, files, path) : folderProblem(to, files, path);

  return {
    create(path: string) {
      edit(addFile(path));
      onShow(path);
    },
    /** Renames or moves, to a path that nothing else has. */
    move(row: FileRow, to: string) {
      if (to === row.path) return;
      const problem = problemOf(row, to);
      if (problem) {
        toast.error(problem);
        return;
      }
      undoable(`${row.path} is ${to} now`, row.kind === "file" ? renameFile(row.path, to) : renameFolder(row.path, to));
      if (shown === row.path) onShow(to);
      else if (shown.startsWith(`${row.path}/`)) onShow(`${to}${shown.slice(row.path.length)}`);
    },
    remove(row: FileRow) {
      const gone = files.filter(({ path }) => path === row.path || path.startsWith(`${row.path}/`));
      undoable(`Deleted ${row.path}`, (content) => gone.reduce((left, { path }) => deleteFile(path)(left), content));
    },
    problemOf,
    /** A draft keeps at least one file. */
    canRemove: (row: FileRow) => files.some(({ path }) => path !== row.path && !path.startsWith(`${row.path}/`)),
  };
}
