import { type DraftContent, filePathSchema, type SourceFile } from "@annex/contract";

type Edit = (content: DraftContent) => DraftContent;

function withFiles(change: (files: readonly SourceFile[]) => SourceFile[]): Edit {
  return (content) =>
    content.source.kind === "files"
      ? { ...content, source: { kind: "files", files: change(content.source.files) } }
      : content;
}

export function filesOf(content: DraftContent): readonly SourceFile[] {
  return content.source.kind === "files" ? content.source.files : [];
}

/** Writes one file's text; the same text is no edit. */
export function writeFile(path: string, text: string): Edit {
  return (content) =>
    filesOf(content).find((file) => file.path === path)?.content === text
      ? content
      : withFiles((files) => files.map((file) => (file.path === path ? { path, content: text } : file)))(content);
}

export function addFile(path: string): Edit {
  return withFiles((files) => [...files, { path, content: "" }]);
}

export function deleteFile(path: string): Edit {
  return withFiles((files) => files.filter((file) => file.path !== path));
}

export function restoreFile(file: SourceFile): Edit {
  return withFiles((files) => [...files.filter(({ path }) => path !== file.path), file]);
}

/** Renames a file, and the handler with it where it lies in that file. */
export function renameFile(from: string, to: string): Edit {
  const base = (path: string) => path.replace(/\.[^./]+$/, "");
  return (content) => {
    const renamed = withFiles((files) => files.map((file) => (file.path === from ? { ...file, path: to } : file)))(
      content,
    );
    const handlerPrefix = `${base(from)}.`;
    if (!content.handler.startsWith(handlerPrefix)) return renamed;
    return { ...renamed, handler: `${base(to)}.${content.handler.slice(handlerPrefix.length)}` };
  };
}

/** Moves a folder with everything in it, or renames it: the same to a path. */
export function renameFolder(from: string, to: string): Edit {
  return (content) =>
    filesOf(content)
      .filter(({ path }) => path.startsWith(`${from}/`))
      .reduce((moved, { path }) => renameFile(path, `${to}${path.slice(from.length)}`)(moved), content);
}

/** Why a folder cannot have this path, or null. */
export function folderProblem(path: string, files: readonly SourceFile[], current: string): string | null {
  const parsed = filePathSchema.safeParse(path);
  if (!parsed.success || path.endsWith("/")) return parsed.error?.issues[0]?.message ?? "Not a path.";
  if (path.startsWith(`${current}/`)) return "A folder cannot lie in itself.";
  const taken = files.find(({ path: other }) => other === path);
  if (taken) return `There is a file ${path} already.`;
  const moved = files.filter(({ path: old }) => old.startsWith(`${current}/`));
  const met = moved
    .map(({ path: old }) => `${path}${old.slice(current.length)}`)
    .find((target) => files.some((file) => file.path === target && !moved.includes(file)));
  return met ? `There is a file ${met} already.` : null;
}

/** Why a file cannot have this path, or null. */
export function pathProblem(path: string, files: readonly SourceFile[], current?: string): string | null {
  const parsed = filePathSchema.safeParse(path);
  if (!parsed.success) return parsed.error.issues[0]?.message ?? "Not a path.";
  if (path.endsWith("/")) return "Name the file behind the last slash.";
  if (path !== current && files.some((file) => file.path === path)) return `There is a file ${path} already.`;
  if (files.some((file) => file.path.startsWith(`${path}/`))) return `There is a folder ${path} already.`;
  return null;
}
