/** A line of the file tree. `depth` counts from 0. */
export interface FileRow {
  readonly kind: "folder" | "file";
  readonly path: string;
  readonly name: string;
  readonly depth: number;
}

export function folderOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
}

/** Every folder above a path, outermost first. */
export function foldersAbove(path: string): string[] {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}

function compareSiblings(a: FileRow, b: FileRow): number {
  if (a.kind !== b.kind) return a.kind === "folder" ? -1 : 1;
  return a.name.localeCompare(b.name);
}

/** The lines of the tree, folders before files, without what lies in a closed folder. */
export function fileRows(paths: readonly string[], closed: ReadonlySet<string>): FileRow[] {
  const folders = new Set(paths.flatMap(foldersAbove));
  const all: FileRow[] = [
    ...[...folders].map((path) => ({ kind: "folder" as const, path })),
    ...paths.map((path) => ({ kind: "file" as const, path })),
  ].map((row) => ({
    ...row,
    name: row.path.split("/").at(-1) ?? row.path,
    depth: row.path.split("/").length - 1,
  }));
  const siblings = new Map<string, FileRow[]>();
  for (const row of all) {
    const folder = folderOf(row.path);
    const known = siblings.get(folder);
    if (known) known.push(row);
    else siblings.set(folder, [row]);
  }
  const below = (folder: string): FileRow[] =>
    (siblings.get(folder) ?? [])
      .sort(compareSiblings)
      .flatMap((row) => (row.kind === "file" || closed.has(row.path) ? [row] : [row, ...below(row.path)]));
  return below("");
}
