"use client";
import { ChevronDown, ChevronRight, MoreHorizontal, Pencil, Trash2 } from "lucide-react";
import type { DragEvent } from "react";
import { cn } from "../../ui/cn";
import { Menu, MenuItem } from "../../ui/dropdown-menu";
import type { FileRow } from "./file-rows";

export interface TreeRowProps {
  row: FileRow;
  closed: boolean;
  shown: boolean;
  /** The one row that Tab reaches. */
  reachable: boolean;
  /** Something is dragged over it and would land there. */
  target: boolean;
  errors: number;
  canChange: boolean;
  canDelete: boolean;
  onOpen: () => void;
  onFocus: () => void;
  onRename: () => void;
  onDelete: () => void;
  onDragStart: (event: DragEvent) => void;
  onDragOver: (event: DragEvent) => void;
  onDrop: (event: DragEvent) => void;
}

export function TreeRow({ row, closed, shown, reachable, target, errors, canChange, canDelete, ...on }: TreeRowProps) {
  const isFolder = row.kind === "folder";
  const Chevron = closed ? ChevronRight : ChevronDown;
  return (
    <div
      role="treeitem"
      data-path={row.path}
      tabIndex={reachable ? 0 : -1}
      aria-level={row.depth + 1}
      aria-selected={shown}
      {...(isFolder ? { "aria-expanded": !closed } : {})}
      aria-label={errors > 0 ? `${row.name}, ${errors} ${errors === 1 ? "error" : "errors"}` : row.name}
      title={row.path}
      draggable={canChange}
      onClick={on.onOpen}
      onKeyDown={() => undefined /* the tree listens */}
      onFocus={on.onFocus}
      onDragStart={on.onDragStart}
      onDragOver={on.onDragOver}
      onDrop={on.onDrop}
      style={{ paddingLeft: 8 + row.depth * 12 }}
      className={cn(
        "group flex h-7 cursor-pointer items-center gap-1 pr-1 font-mono text-xs focus-visible:-outline-offset-2",
        shown ? "bg-pressed text-fg" : "text-muted hover:bg-hover",
        target && "bg-accent-soft",
      )}
    >
      <span className="flex size-3.5 shrink-0 items-center text-faint">
        {isFolder && <Chevron aria-hidden className="size-3.5" />}
      </span>
      <span className={cn("min-w-0 flex-1 truncate", errors > 0 && "text-red")}>{row.name}</span>
      {errors > 0 && <span className="px-1 text-red tabular-nums">{errors}</span>}
      {canChange && (
        <Menu
          align="end"
          trigger={
            <button
              type="button"
              tabIndex={-1}
              aria-label={`Actions of ${row.path}`}
              onClick={(event) => event.stopPropagation()}
              className="flex size-6 items-center justify-center rounded-sm text-faint opacity-0 group-focus-visible:opacity-100 group-hover:opacity-100 hover:bg-pressed focus-visible:opacity-100 data-[state=open]:opacity-100"
            >
              <MoreHorizontal aria-hidden className="size-3.5" />
            </button>
          }
        >
          <MenuItem icon={<Pencil aria-hidden className="size-3.5" />} keys="F2" onSelect={on.onRename}>
            Rename or move
          </MenuItem>
          <MenuItem
            danger
            disabled={!canDelete}
            keys="Del"
            icon={<Trash2 aria-hidden className="size-3.5" />}
            onSelect={on.onDelete}
          >
            Delete
          </MenuItem>
        </Menu>
      )}
    </div>
  );
}
