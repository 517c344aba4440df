"use client";
import { X } from "lucide-react";
import type { KeyboardEvent } from "react";
import { cn } from "../../ui/cn";

interface EditorTabsProps {
  open: readonly string[];
  shown: string;
  onShow: (path: string) => void;
  onClose: (path: string) => void;
}

/** Tells files of one name apart by their folder. */
function labelOf(path: string, open: readonly string[]): string {
  const name = path.split("/").at(-1) ?? path;
  const same = open.filter((other) => other.split("/").at(-1) === name);
  return same.length > 1 ? path.split("/").slice(-2).join("/") : name;
}

/** The open files. Arrow keys go along, Delete or a middle click closes. */
export function EditorTabs({ open, shown, onShow, onClose }: EditorTabsProps) {
  const onKeyDown = (event: KeyboardEvent) => {
    const at = open.indexOf(shown);
    if (event.key === "Delete") onClose(shown);
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    const next = open[(at + step + open.length) % open.length];
    if (step === 0 || next === undefined) return;
    event.preventDefault();
    onShow(next);
    event.currentTarget.querySelector<HTMLElement>(`[title="${CSS.escape(next)}"]`)?.focus();
  };
  return (
    <ul
      aria-label="Open files"
      onKeyDown={onKeyDown}
      className="flex h-9 shrink-0 overflow-x-auto overflow-y-hidden border-b bg-panel"
    >
      {open.map((path) => (
        <li
          key={path}
          className={cn(
            "group relative flex shrink-0 items-center border-r pr-1",
            path === shown
              ? "bg-bg after:absolute after:inset-x-0 after:top-0 after:h-px after:bg-accent"
              : "text-muted",
          )}
        >
          <button
            type="button"
            aria-current={path === shown ? "true" : undefined}
            tabIndex={path === shown ? 0 : -1}
            title={path}
            onClick={() => onShow(path)}
            onAuxClick={(event) => event.button === 1 && onClose(path)}
            className="h-full pr-1 pl-3 font-mono text-xs focus-visible:-outline-offset-2"
          >
            {labelOf(path, open)}
          </button>
          {open.length > 1 && (
            <button
              type="button"
              tabIndex={-1}
              aria-label={`Close ${path}`}
              onClick={() => onClose(path)}
              className={cn(
                "flex size-5 items-center justify-center rounded-sm text-faint hover:bg-hover hover:text-fg",
                path !== shown && "opacity-0 group-hover:opacity-100",
              )}
            >
              <X aria-hidden className="size-3" />
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}
