"use client";
import type { LogLine } from "@annex/contract";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from "react";
import { cn } from "../ui/cn";
import { LogRow } from "./log-row";
import type { LogFilters } from "./use-log-filters";

interface LogListProps {
  lines: readonly LogLine[];
  filters: LogFilters;
  withFunction: boolean;
  /** The element that scrolls. */
  frame: RefObject<HTMLDivElement | null>;
  /** The end is near: more is wanted. */
  onEnd: () => void;
  className: string;
}

const usualHeight = 29;
const nearEnd = 30;

/** Lines of any number of which only those on screen exist. Arrow keys, j and k go from one to the next; Enter opens it. */
export function LogList({ lines, filters, withFunction, frame, onEnd, className }: LogListProps) {
  const [active, setActive] = useState(0);
  const wanted = useRef<number | null>(null);
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => frame.current,
    estimateSize: () => usualHeight,
    overscan: 12,
    getItemKey: (index) => lines[index]?.id ?? index,
  });
  const items = rows.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asks once for each row that comes near the end
  useEffect(() => {
    if (lines.length > 0 && last >= lines.length - nearEnd) onEnd();
  }, [last, lines.length]);
  useEffect(() => {
    if (wanted.current === null) return;
    const row = frame.current?.querySelector<HTMLElement>(`[data-line="${wanted.current}"]`);
    if (!row) return;
    wanted.current = null;
    row.focus({ preventScroll: true });
  });
  const linked = useRef(filters.line);
  useEffect(() => {
    const at = linked.current === "" ? -1 : lines.findIndex(({ id }) => id === linked.current);
    linked.current = ""; // a link is followed once
    if (at >= 0) rows.scrollToIndex(at, { align: "center" });
  });
  const goTo = (index: number) => {
    const to = Math.max(0, Math.min(lines.length - 1, index));
    wanted.current = to;
    setActive(to);
    rows.scrollToIndex(to);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: active + 1,
      j: active + 1,
      ArrowUp: active - 1,
      k: active - 1,
      Home: 0,
      End: lines.length - 1,
      PageDown: active + 15,
      PageUp: active - 15,
    };
    const to = targets[event.key];
    if (to === undefined || !(event.target instanceof HTMLElement) || event.target.dataset.line === undefined) return;
    event.preventDefault();
    goTo(to);
  };
  return (
    <div
      role="treegrid"
      aria-label="Log lines"
      aria-rowcount={lines.length}
      ref={frame}
      onKeyDown={onKeyDown}
      className={cn("overflow-y-auto rounded-md border", className)}
    >
      <div role="presentation" className="relative w-full" style={{ height: rows.getTotalSize() }}>
        {items.map(({ index, key, start }) => {
          const line = lines[index];
          if (!line) return null;
          const open = filters.line === line.id;
          return (
            <div
              key={key}
              role="presentation"
              ref={rows.measureElement}
              data-index={index}
              className="absolute inset-x-0 top-0"
              style={{ transform: `translateY(${start}px)` }}
            >
              <LogRow
                line={line}
                index={index}
                filters={filters}
                withFunction={withFunction}
                open={open}
                onToggle={() => filters.setLine(open ? "" : line.id)}
                active={index === Math.min(active, lines.length - 1)}
                onFocus={() => setActive(index)}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}
