"use client";
import type { LogLine } from "@annex/contract";
import { ChevronRight } from "lucide-react";
import type { KeyboardEvent } from "react";
import { ClockTime } from "../ui/clock-time";
import { cn } from "../ui/cn";
import { flatFields } from "./flat-fields";
import { LogDetail } from "./log-detail";
import { LogLevelWord } from "./log-level-word";
import { sourceWords } from "./source-words";
import type { LogFilters } from "./use-log-filters";

interface LogRowProps {
  line: LogLine;
  /** Counted from 0. */
  index: number;
  filters: LogFilters;
  withFunction: boolean;
  open: boolean;
  onToggle: () => void;
  /** The one that Tab reaches. */
  active: boolean;
  onFocus: () => void;
}

const mostShown = 4;

/** What wrote it: the function's name, or the part of the platform. */
export function originOf({ source, functionName }: LogLine): string {
  return source === "function" ? (functionName ?? "") : sourceWords[source];
}

/** One line in short; opened, with its whole text, its fields and what it belongs to. */
export function LogRow({ line, index, filters, withFunction, open, onToggle, active, onFocus }: LogRowProps) {
  const { at, level, message, fields } = line;
  const loud = level === "error" || level === "fatal";
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    onToggle();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table's rows cannot be placed where they are scrolled to
    <div
      role="row"
      aria-rowindex={index + 1}
      aria-expanded={open}
      tabIndex={active ? 0 : -1}
      data-line={index}
      onFocus={onFocus}
      onKeyDown={onKeyDown}
      className={cn(
        "border-b font-mono text-xs focus-visible:-outline-offset-2",
        loud && "bg-red-soft",
        open ? "bg-panel" : "hover:bg-hover",
      )}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: see above */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the row takes the keys */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: the row has the focus */}
      <div role="gridcell" onClick={onToggle} className="flex cursor-pointer gap-2 px-3 py-1.5 max-sm:flex-wrap">
        <ChevronRight aria-hidden className={cn("mt-0.5 size-3 shrink-0 text-faint", open && "rotate-90")} />
        <span className="shrink-0 text-muted sm:w-38">
          <ClockTime at={at} />
        </span>
        <span className="w-15 shrink-0">
          <LogLevelWord level={level} />
        </span>
        {withFunction && (
          <span className="w-32 shrink-0 truncate font-sans text-muted" title={originOf(line)}>
            {originOf(line)}
          </span>
        )}
        <span className="line-clamp-2 min-w-0 flex-1 whitespace-pre-wrap [overflow-wrap:anywhere] max-sm:basis-full">
          {message.trim()}
          {flatFields(fields)
            .slice(0, mostShown)
            .map(({ name, shown }) => (
              <span key={name} className="text-muted">
                {" "}
                <span className="text-faint">{name}=</span>
                {shown.slice(0, 80)}
              </span>
            ))}
        </span>
      </div>
      {open && <LogDetail line={line} filters={filters} />}
    </div>
  );
}
