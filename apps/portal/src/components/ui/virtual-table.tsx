"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useRef } from "react";
import type { DataColumn } from "./data-column";
import { Skeleton } from "./skeleton";
import { TD, TH, THead, TR } from "./table";

interface VirtualTableProps<T> {
  label: string;
  columns: readonly DataColumn<T>[];
  /** How many rows there are in all, here or still with the server. */
  count: number;
  /** Undefined while it is on its way. */
  rowAt: (index: number) => T | undefined;
  rowKey: (row: T) => string;
  /** The rows that are on screen, to be loaded. */
  onVisible: (first: number, last: number) => void;
  /** `name`, or `-invocations` for the greatest first. */
  sort: string;
  onSort: (sort: string) => void;
  /** In the place of rows where there is none. */
  empty: ReactNode;
  /** A row's height in pixels: 40 for one line of text, 48 for two. */
  rowHeight?: 40 | 48;
  className?: string;
}

/** The order after a press on a heading: numbers begin with the greatest, words with the first. */
function nextSort({ key, end = false }: { key: string; end?: boolean }, sort: string): string {
  if (sort === key) return `-${key}`;
  if (sort === `-${key}`) return key;
  return end ? `-${key}` : key;
}

/** A table of any length of which only the rows on screen exist; the server sorts it. */
export function VirtualTable<T>(props: VirtualTableProps<T>) {
  const {
    label,
    columns,
    count,
    rowAt,
    rowKey,
    onVisible,
    sort,
    onSort,
    empty,
    rowHeight = 40,
    className = "",
  } = props;
  const frame = useRef<HTMLElement>(null);
  const rows = useVirtualizer({
    count,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const items = rows.getVirtualItems();
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  useEffect(() => onVisible(first, last), [onVisible, first, last]);
  const before = items[0]?.start ?? 0;
  const after = rows.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <section
      ref={frame}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard (WCAG 2.1.1)
      tabIndex={0}
      className={`relative w-full overflow-auto rounded-md border ${className}`}
    >
      <table aria-rowcount={count + 1} className="w-full border-collapse text-sm">
        <THead className="sticky top-0 z-10 bg-panel text-xs text-muted">
          <tr>
            {columns.map((column) => {
              const { key, end = false } = column;
              const order = sort === key ? "ascending" : sort === `-${key}` ? "descending" : undefined;
              const mark = (
                <span aria-hidden className="inline-block w-3 text-center">
                  {order && (order === "ascending" ? "↑" : "↓")}
                </span>
              );
              return (
                <TH key={key} end={end} aria-sort={order}>
                  {column.plain ? (
                    column.label
                  ) : (
                    <button
                      type="button"
                      onClick={() => onSort(nextSort(column, sort))}
                      className="rounded-sm hover:text-fg"
                    >
                      {end && mark}
                      {column.label}
                      {!end && mark}
                    </button>
                  )}
                </TH>
              );
            })}
          </tr>
        </THead>
        <tbody>
          {before > 0 && <tr aria-hidden style={{ height: before }} />}
          {items.map(({ index }) => {
            const row = rowAt(index);
            return (
              <TR
                key={row ? rowKey(row) : index}
                aria-rowindex={index + 2}
                className="group hover:bg-hover"
                style={{ height: rowHeight }}
              >
                {columns.map(({ key, cell, value, end = false }) => (
                  <TD key={key} end={end}>
                    {row ? cell ? cell(row) : value(row) : <Skeleton className="inline-block h-3 w-16" />}
                  </TD>
                ))}
              </TR>
            );
          })}
          {after > 0 && <tr aria-hidden style={{ height: after }} />}
          {count === 0 && (
            <tr>
              <td colSpan={columns.length} className="px-3 py-6 text-center text-muted">
                {empty}
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </section>
  );
}
