export interface StackFrame {
  readonly text: string;
  /** The tenant's own file and line; null for a frame of the runtime or a package. */
  readonly place: { readonly file: string; readonly line: number; readonly column: number } | null;
}

/** `at name (path:line:column)`, `at path:line:column`; a path may be a file's address. */
const nodeFrame = /(?:^|[\s(])(?:file:\/\/)?([^\s():]+\.[cm]?[jt]sx?):(\d{1,7})(?::(\d{1,7}))?\)?$/;
const pythonFrame = /File "([^"]+\.py)", line (\d{1,7})/;
const task = "/var/task/";

/** A path in the tenant's own code; undefined for the runtime's, a package's, or one that is nowhere. */
function ownPath(path: string): string | undefined {
  const own = path.startsWith(task) ? path.slice(task.length) : path;
  return own.startsWith("/") || own.includes("node_modules/") ? undefined : own;
}

/** A line of a stack with the place in the tenant's code that it names. */
export function stackFrame(line: string): StackFrame {
  const text = line.trim();
  const [, path, row, column] = nodeFrame.exec(text) ?? pythonFrame.exec(text) ?? [];
  const file = path === undefined ? undefined : ownPath(path);
  if (file === undefined) return { text, place: null };
  return { text, place: { file, line: Number(row), column: Number(column ?? 1) } };
}
