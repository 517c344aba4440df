"use client";
import { CircleAlert, CircleCheck, TriangleAlert } from "lucide-react";
import type { EditorProblem } from "../editor/models";
import { useWorkbench } from "./workbench-context";

interface Line {
  key: string;
  severity: "error" | "warning";
  message: string;
  where: string;
  go?: () => void;
}

/** Everything that is known to be wrong: types as they are typed, mapping, and what the last build said. */
export function ProblemList({ editorProblems }: { editorProblems: readonly EditorProblem[] }) {
  const { diagnostics, jump, setTab } = useWorkbench();
  const lines: Line[] = [
    ...editorProblems.map(({ file, line, column, message, severity }) => ({
      key: `${file}:${line}:${column}:${message}`,
      severity,
      message,
      where: `${file}:${line}`,
      go: () => jump(file, line, column),
    })),
    ...diagnostics.map(({ source, severity, message, file, line = 1, column, at }) => ({
      key: `${source}:${file}:${line}:${at}:${message}`,
      severity,
      message,
      where: file ? `${file}:${line}` : source === "mapping" ? "Mapping" : source,
      ...(file ? { go: () => jump(file, line, column) } : source === "mapping" ? { go: () => setTab("mapping") } : {}),
    })),
  ];
  if (lines.length === 0) {
    return (
      <p className="flex items-center gap-2 p-3 text-sm text-muted">
        <CircleCheck aria-hidden className="size-4 text-green" /> Nothing is wrong here.
      </p>
    );
  }
  return (
    <ul aria-label="Problems">
      {lines.map(({ key, severity, message, where, go }) => (
        <li key={key} className="border-b">
          <button
            type="button"
            disabled={!go}
            onClick={go}
            className="flex w-full items-start gap-2 px-3 py-2 text-left text-sm enabled:hover:bg-hover"
          >
            {severity === "error" ? (
              <CircleAlert aria-label="Error" className="mt-0.5 size-3.5 shrink-0 text-red" />
            ) : (
              <TriangleAlert aria-label="Warning" className="mt-0.5 size-3.5 shrink-0 text-amber" />
            )}
            <span className="min-w-0">
              <span className="block break-words">{message}</span>
              <span className="block font-mono text-xs text-faint">{where}</span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
