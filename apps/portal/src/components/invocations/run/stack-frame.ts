export interface StackFrame {
  readonly text: string;
  /** The tenant's own file and line; null for a frame of the runtime or a package. */
  readonly place: { readonly file: string; readonly line: number; readonly column: number } | null;
}

const nodeFrame = /(?:file:\/\/)?(?:\/var\/task\/)?([\w@.-][\w@./-]*\.(?:[cm]?[jt]sx?)):(\d{1,7})(?::(\d{1,7}))?\)?$/;
const pythonFrame = /File "(?:\/var\/task\/)?([^"]+\.py)", line (\d{1,7})/;

/** A line of a stack with the place in the tenant's code that it names. */
export function stackFrame(line: string): StackFrame {
  const text = line.trim();
  const found = nodeFrame.exec(text) ?? pythonFrame.exec(text);
  const [, file, row, column] = found ?? [];
  const isOwn =
    file !== undefined &&
    !file.includes("node_modules/") &&
    !/^(?:node:|\/)/.test(file) &&
    !/\(node:|\(\/(?!var\/task)/.test(text);
  if (!isOwn) return { text, place: null };
  return { text, place: { file, line: Number(row), column: Number(column ?? 1) } };
}
