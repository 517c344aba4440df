"use client";
import { filesOf } from "../source-edits";
import { useWorkbench } from "../workbench-context";

/** `at handler (src/index.ts:4:11)` or Python's `File "main.py", line 4`, where it lies in one of the draft's files. */
function placeIn(line: string, paths: readonly string[]) {
  const found =
    /(?:\/var\/task\/|file:\/\/\/)?([\w@./-]+\.\w+):(\d+)(?::(\d+))?/.exec(line) ??
    /File "([^"]+)", line (\d+)/.exec(line);
  const [, path = "", row, column] = found ?? [];
  const file = paths.find((candidate) => path === candidate || path.endsWith(`/${candidate}`));
  return file === undefined ? null : { file, line: Number(row), column: Number(column ?? 1) };
}

/** The tenant's own stack lines; those in the draft jump to their line. */
export function StackLines({ stack }: { stack: readonly string[] }) {
  const { draft, jump } = useWorkbench();
  const paths = filesOf(draft.content).map(({ path }) => path);
  if (stack.length === 0) return null;
  return (
    <ol aria-label="Stack" className="mt-1 font-mono text-xs text-muted">
      {stack.map((line, index) => {
        const place = placeIn(line, paths);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same line may occur twice, and none moves
          <li key={index} className="py-0.5 break-words">
            {place ? (
              <button
                type="button"
                className="text-left text-accent-text underline"
                onClick={() => jump(place.file, place.line, place.column)}
              >
                {line.trim()}
              </button>
            ) : (
              line.trim()
            )}
          </li>
        );
      })}
    </ol>
  );
}
