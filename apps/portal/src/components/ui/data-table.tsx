"use client";
import {
  columnVisibilityFeature,
  createColumnHelper,
  createSortedRowModel,
  rowSortingFeature,
  type SortingState,
  sortFn_alphanumeric,
  sortFn_basic,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { type ReactNode, useMemo } from "react";
import { download } from "@/client/download";
import { useUrlState } from "@/client/use-url-state";
import { toCsv } from "@/format/csv";
import type { DataColumn } from "./data-column";
import { DataTableTools } from "./data-table-tools";
import { Table, TD, TH, THead, TR } from "./table";

const features = tableFeatures({
  columnVisibilityFeature,
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { alphanumeric: sortFn_alphanumeric, basic: sortFn_basic },
});

interface DataTableProps<T> {
  label: string;
  rows: readonly T[];
  /** Must keep its identity from one render to the next, as `rowKey` and `searchText` must. */
  columns: readonly DataColumn<T>[];
  rowKey: (row: T) => string;
  /** What the filter looks through. */
  searchText: (row: T) => string;
  /** `name`, or `-invocations` for the greatest first. */
  defaultSort: string;
  /** Of the CSV file, without its ending. */
  fileName: string;
  /** In the place of rows where there is none at all. */
  empty: ReactNode;
}

function parseSort(text: string): SortingState {
  const desc = text.startsWith("-");
  return [{ id: desc ? text.slice(1) : text, desc }];
}

function useColumns<T extends object>(columns: readonly DataColumn<T>[]) {
  return useMemo(() => {
    const helper = createColumnHelper<typeof features, T>();
    return columns.map(({ key, label, value, plain = false, end = false }) =>
      helper.accessor((row): unknown => value(row) ?? undefined, {
        id: key,
        header: label,
        enableSorting: !plain,
        sortDescFirst: end,
        sortUndefined: "last",
        sortFn: end ? "basic" : "alphanumeric",
      }),
    );
  }, [columns]);
}

function SortMark({ order }: { order: false | "asc" | "desc" }) {
  return (
    <span aria-hidden className="inline-block w-3 text-center">
      {order === "asc" ? "↑" : order === "desc" ? "↓" : ""}
    </span>
  );
}

/** A table that sorts, filters, hides columns and exports CSV; all of it stands in the address. */
export function DataTable<T extends object>(props: DataTableProps<T>) {
  const { label, rows, columns, rowKey, searchText, defaultSort, fileName, empty } = props;
  const [sort, setSort] = useUrlState("sort", defaultSort);
  const [filter, setFilter] = useUrlState("filter", "");
  const [hide, setHide] = useUrlState("hide", "");
  const hidden = useMemo(() => hide.split(",").filter(Boolean), [hide]);
  const data = useMemo(() => {
    const wanted = filter.trim().toLowerCase();
    return rows.filter((row) => searchText(row).toLowerCase().includes(wanted));
  }, [rows, filter, searchText]);
  const table = useTable({
    features,
    columns: useColumns(columns),
    data,
    enableSortingRemoval: false,
    getRowId: rowKey,
    state: { sorting: parseSort(sort), columnVisibility: Object.fromEntries(hidden.map((key) => [key, false])) },
    onSortingChange: (update) => {
      const [next] = typeof update === "function" ? update(parseSort(sort)) : update;
      if (next) setSort(`${next.desc ? "-" : ""}${next.id}`);
    },
  });
  const sorted = table.getRowModel().rows.map(({ original }) => original);
  const shown = columns.filter(({ key, csvOnly }) => !csvOnly && !hidden.includes(key));
  const saveCsv = () => {
    const cells = sorted.map((row) => columns.map(({ value }) => value(row)));
    download(
      `${fileName}.csv`,
      toCsv(
        columns.map((column) => column.label),
        cells,
      ),
    );
  };
  const toggle = (key: string) =>
    setHide((hidden.includes(key) ? hidden.filter((other) => other !== key) : [...hidden, key]).join());

  return (
    <div className="flex min-w-0 flex-col gap-2">
      <DataTableTools
        label={label}
        filter={filter}
        onFilter={setFilter}
        count={{ all: rows.length, shown: data.length }}
        columns={columns.filter(({ always, csvOnly }) => !always && !csvOnly)}
        hidden={hidden}
        onToggle={toggle}
        onCsv={saveCsv}
      />
      <Table label={label}>
        <THead>
          <tr>
            {shown.map((column) => {
              const { key, end = false } = column;
              const model = table.getColumn(key);
              const order = model?.getIsSorted() ?? false;
              const ariaSort = order === "asc" ? "ascending" : order === "desc" ? "descending" : undefined;
              return (
                <TH key={key} end={end} aria-sort={ariaSort}>
                  {column.plain ? (
                    column.label
                  ) : (
                    <button type="button" onClick={() => model?.toggleSorting()} className="rounded-sm hover:text-fg">
                      {end && <SortMark order={order} />}
                      {column.label}
                      {!end && <SortMark order={order} />}
                    </button>
                  )}
                </TH>
              );
            })}
          </tr>
        </THead>
        <tbody>
          {sorted.map((row) => (
            <TR key={rowKey(row)} className="group hover:bg-hover">
              {shown.map(({ key, cell, value, end = false }) => (
                <TD key={key} end={end}>
                  {cell ? cell(row) : value(row)}
                </TD>
              ))}
            </TR>
          ))}
          {sorted.length === 0 && (
            <tr>
              <td colSpan={shown.length} className="px-3 py-6 text-center text-muted">
                {rows.length === 0 ? empty : `Nothing matches “${filter}”.`}
              </td>
            </tr>
          )}
        </tbody>
      </Table>
    </div>
  );
}
