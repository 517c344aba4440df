"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import { ChevronDown, ChevronRight } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useId, useMemo, useRef, useState } from "react";
import { formatBytes } from "@/format/units";
import { cn } from "../ui/cn";
import { type FileRow, fileRows, folderOf, foldersAbove } from "../workbench/files/file-rows";

export interface BrowsedEntry {
  readonly path: string;
  readonly sizeBytes: number;
}

interface FileBrowserProps {
  /** What it holds, for screen readers: "Files of release 3". */
  label: string;
  entries: readonly BrowsedEntry[];
  /** The file that is open; none of them where nothing is. */
  shown: string;
  onShow: (path: string) => void;
  /** The open file. */
  children: ReactNode;
  className?: string;
}

const rowHeight = 28;
/** Above this folders begin closed. */
const few = 60;

/** Files as a tree beside the one that is open, for reading; of thousands only those on screen exist. */
export function FileBrowser({ label, entries, shown, onShow, children, className = "" }: FileBrowserProps) {
  return (
    <div className={cn("flex min-h-0 min-w-0 flex-1 flex-col md:flex-row", className)}>
      <FileListing label={label} entries={entries} shown={shown} onShow={onShow} />
      <div className="min-h-80 min-w-0 flex-1 md:min-h-0">{children}</div>
    </div>
  );
}

function FileListing({ label, entries, shown, onShow }: Omit<FileBrowserProps, "children" | "className">) {
  const id = useId();
  const frame = useRef<HTMLDivElement>(null);
  const sizes = useMemo(() => new Map(entries.map(({ path, sizeBytes }) => [path, sizeBytes])), [entries]);
  const [closed, setClosed] = useState<ReadonlySet<string>>(() => initiallyClosed(entries, shown));
  const rows = useMemo(() => fileRows([...sizes.keys()], closed), [sizes, closed]);
  const [active, setActive] = useState(shown);
  const at = Math.max(
    0,
    rows.findIndex(({ path }) => path === active),
  );
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    overscan: 20,
  });
  const toggle = (path: string) => {
    const next = new Set(closed);
    if (!next.delete(path)) next.add(path);
    setClosed(next);
  };
  const open = (row: FileRow) => {
    setActive(row.path);
    if (row.kind === "folder") toggle(row.path);
    else onShow(row.path);
  };
  const go = (index: number) => {
    const row = rows[Math.min(Math.max(index, 0), rows.length - 1)];
    if (!row) return;
    setActive(row.path);
    virtual.scrollToIndex(rows.indexOf(row));
  };
  const keys = new Map<string, (row: FileRow) => void>([
    ["ArrowDown", () => go(at + 1)],
    ["ArrowUp", () => go(at - 1)],
    ["Home", () => go(0)],
    ["End", () => go(rows.length - 1)],
    ["ArrowRight", (row) => (row.kind === "folder" && closed.has(row.path) ? toggle(row.path) : go(at + 1))],
    [
      "ArrowLeft",
      (row) =>
        row.kind === "folder" && !closed.has(row.path)
          ? toggle(row.path)
          : go(rows.findIndex(({ path }) => path === folderOf(row.path))),
    ],
    ["Enter", open],
    [" ", open],
  ]);
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[at];
    const act = keys.get(event.key);
    if (!row || !act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act(row);
  };
  return (
    <div
      ref={frame}
      role="tree"
      // the rows come and go as it scrolls: the tree keeps the focus and names the row
      tabIndex={0}
      aria-label={label}
      aria-activedescendant={rows.length > 0 ? `${id}-${at}` : undefined}
      onKeyDown={onKeyDown}
      className="group/tree max-h-64 shrink-0 overflow-y-auto border-b bg-panel py-1 focus-visible:-outline-offset-2 md:max-h-none md:w-72 md:border-r md:border-b-0"
    >
      <div role="presentation" style={{ height: virtual.getTotalSize() }} className="relative">
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          if (!row) return null;
          const isFolder = row.kind === "folder";
          const Chevron = closed.has(row.path) ? ChevronRight : ChevronDown;
          return (
            <div
              key={row.path}
              id={`${id}-${index}`}
              role="treeitem"
              tabIndex={-1}
              aria-level={row.depth + 1}
              aria-selected={row.path === shown}
              {...(isFolder ? { "aria-expanded": !closed.has(row.path) } : {})}
              title={row.path}
              onClick={() => open(row)}
              // the tree itself has the focus
              onMouseDown={(event) => {
                event.preventDefault();
                frame.current?.focus({ preventScroll: true });
              }}
              onKeyDown={() => undefined /* the tree listens */}
              style={{ paddingLeft: 8 + row.depth * 12, height: rowHeight, transform: `translateY(${start}px)` }}
              className={cn(
                "absolute inset-x-0 top-0 flex cursor-pointer items-center gap-1 pr-2 font-mono text-xs",
                row.path === shown ? "bg-pressed text-fg" : "text-muted hover:bg-hover",
                index === at &&
                  "outline-accent group-focus-visible/tree:outline-2 group-focus-visible/tree:-outline-offset-2",
              )}
            >
              <span className="flex size-3.5 shrink-0 items-center text-faint">
                {isFolder && <Chevron aria-hidden className="size-3.5" />}
              </span>
              <span className="min-w-0 flex-1 truncate">{row.name}</span>
              {!isFolder && (
                <span className="shrink-0 text-muted tabular-nums">{formatBytes(sizes.get(row.path) ?? 0)}</span>
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function initiallyClosed(entries: readonly BrowsedEntry[], shown: string): ReadonlySet<string> {
  if (entries.length <= few) return new Set();
  const open = new Set(foldersAbove(shown));
  return new Set(entries.flatMap(({ path }) => foldersAbove(path)).filter((folder) => !open.has(folder)));
}
