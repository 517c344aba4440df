"use client";
import type { ReleaseChange } from "@annex/contract";
import { useState } from "react";
import { TextDiff } from "../../editor/text-diff";
import { cn } from "../../ui/cn";

function textOf(value: ReleaseChange["before"]): string {
  return typeof value === "string" ? value : "";
}

function wordOf({ before, after }: ReleaseChange): string {
  if (before === null) return "added";
  return after === null ? "deleted" : "changed";
}

/** The files that differ, one of them side by side. */
export function FileChanges({ changes }: { changes: readonly ReleaseChange[] }) {
  const [chosen, setChosen] = useState(changes[0]?.name ?? "");
  const change = changes.find(({ name }) => name === chosen) ?? changes[0];
  if (!change) return null;
  return (
    <div className="flex flex-col gap-3 md:h-[60vh] md:min-h-80 md:flex-row">
      <ul aria-label="Files that differ" className="shrink-0 overflow-y-auto rounded-md border md:w-56">
        {changes.map((item) => (
          <li key={item.name} className="border-b last:border-b-0">
            <button
              type="button"
              aria-current={item === change ? "true" : undefined}
              onClick={() => setChosen(item.name)}
              className={cn(
                "flex w-full items-center justify-between gap-2 px-3 py-1.5 text-left text-xs focus-visible:-outline-offset-2",
                item === change ? "bg-pressed" : "hover:bg-hover",
              )}
            >
              <span className="truncate font-mono">{item.name}</span>
              <span className="shrink-0 text-muted">{wordOf(item)}</span>
            </button>
          </li>
        ))}
      </ul>
      <div className="h-80 min-w-0 shrink-0 overflow-hidden rounded-md border md:h-auto md:flex-1">
        <TextDiff
          key={change.name}
          path={change.name}
          original={textOf(change.before)}
          modified={textOf(change.after)}
        />
      </div>
    </div>
  );
}
