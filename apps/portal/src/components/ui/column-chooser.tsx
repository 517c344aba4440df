"use client";
import { Columns3 } from "lucide-react";
import { useId } from "react";
import { Button } from "./button";
import { Checkbox } from "./checkbox";
import { Popover } from "./popover";

export interface ColumnChooserProps {
  label: string;
  columns: readonly { readonly key: string; readonly label: string }[];
  hidden: readonly string[];
  onToggle: (key: string) => void;
}

/** Which columns of a table are shown. */
export function ColumnChooser({ label, columns, hidden, onToggle }: ColumnChooserProps) {
  const id = useId();
  return (
    <Popover
      label={`Columns of ${label}`}
      align="end"
      className="w-56"
      trigger={
        <Button size="sm" variant="ghost">
          <Columns3 aria-hidden className="size-3.5" />
          Columns
        </Button>
      }
    >
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-2 text-xs text-muted">Columns of {label.toLowerCase()}</legend>
        {columns.map((column) => (
          <div key={column.key} className="flex items-center gap-2">
            <Checkbox
              id={`${id}-${column.key}`}
              checked={!hidden.includes(column.key)}
              onCheckedChange={() => onToggle(column.key)}
            />
            <label htmlFor={`${id}-${column.key}`}>{column.label}</label>
          </div>
        ))}
      </fieldset>
    </Popover>
  );
}
