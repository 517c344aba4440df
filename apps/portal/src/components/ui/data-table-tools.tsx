"use client";
import { Download, Search } from "lucide-react";
import { Button } from "./button";
import { ColumnChooser, type ColumnChooserProps } from "./column-chooser";
import { Input } from "./input";

interface DataTableToolsProps extends ColumnChooserProps {
  filter: string;
  onFilter: (text: string) => void;
  /** How many rows there are, and how many the filter left. */
  count: { readonly all: number; readonly shown: number };
  onCsv: () => void;
}

/** Above a table: filter, count, columns, CSV. */
export function DataTableTools({ filter, onFilter, count, onCsv, ...chooser }: DataTableToolsProps) {
  const { label } = chooser;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <div className="relative w-64 max-w-full">
        <Search aria-hidden className="pointer-events-none absolute top-2.25 left-2.5 size-3.5 text-faint" />
        <Input
          type="search"
          aria-label={`Filter ${label.toLowerCase()}`}
          placeholder="Filter"
          className="pl-8"
          value={filter}
          onChange={(event) => onFilter(event.target.value)}
        />
      </div>
      <p role="status" className="text-xs text-muted tabular-nums">
        {count.shown === count.all ? `${count.all} in all` : `${count.shown} of ${count.all}`}
      </p>
      <div className="ml-auto flex gap-1">
        <ColumnChooser {...chooser} />
        <Button size="sm" variant="ghost" onClick={onCsv} aria-label={`CSV of ${label.toLowerCase()}`}>
          <Download aria-hidden className="size-3.5" />
          CSV
        </Button>
      </div>
    </div>
  );
}
