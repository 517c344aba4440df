"use client";
import type { Diagnostic } from "@annex/contract";
import { useWorkbench } from "./workbench-context";

/** As the builder says it of a package that is imported and not listed. */
const tellsOfSettings = /in Settings, Packages\.$/;

/** Problems of code and mapping, each a way to its place. */
export function DiagnosticList({ diagnostics, onJump }: { diagnostics: readonly Diagnostic[]; onJump?: () => void }) {
  const { jump, setTab } = useWorkbench();
  const go = ({ file, line, column, source }: Diagnostic) => {
    onJump?.();
    if (file) jump(file, line, column);
    else if (source === "mapping") setTab("mapping");
    else setTab("settings");
  };
  const openSettings = () => {
    onJump?.();
    setTab("settings");
  };
  return (
    <ul className="flex flex-col gap-1">
      {diagnostics.map((diagnostic) => {
        const { source, file, line, message, at } = diagnostic;
        return (
          <li key={`${source}:${file}:${line}:${at}:${message}`} className="text-sm">
            <span className="break-words">{message}</span>{" "}
            <button
              type="button"
              className="font-mono text-xs text-accent-text underline"
              onClick={() => go(diagnostic)}
            >
              {file ? `${file}${line ? `:${line}` : ""}` : source === "mapping" ? "Open Mapping" : "Open Settings"}
            </button>
            {file && tellsOfSettings.test(message) && (
              <>
                {" "}
                <button type="button" className="text-xs text-accent-text underline" onClick={openSettings}>
                  Open Settings
                </button>
              </>
            )}
          </li>
        );
      })}
    </ul>
  );
}
