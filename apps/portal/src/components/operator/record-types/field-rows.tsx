"use client";
import { fieldTypeSchema } from "@annex/contract";
import { CircleAlert, Plus, Trash2 } from "lucide-react";
import { useId } from "react";
import { Button } from "../../ui/button";
import { Checkbox } from "../../ui/checkbox";
import { Input } from "../../ui/input";
import { Select } from "../../ui/select";
import { type FieldRow, newRow } from "./record-type-input";

const types = fieldTypeSchema.options.map((type) => ({ value: type, label: type }));

interface RowProps {
  readonly typeKey: string;
  readonly row: FieldRow;
  readonly number: number;
  readonly error: string | undefined;
  readonly onChange: (row: FieldRow) => void;
  readonly onRemove: () => void;
}

function Row({ typeKey, row, number, error, onChange, onRemove }: RowProps) {
  const id = useId();
  const named = row.name || `number ${number}`;
  return (
    <li className="flex flex-col gap-1.5 border-b px-3 py-2.5 last:border-b-0">
      <div className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-2 sm:grid-cols-[minmax(0,3fr)_8rem_minmax(0,3fr)_auto_auto]">
        <div className="flex min-w-0 items-center gap-1">
          <span className="max-w-40 shrink-0 truncate font-mono text-xs text-faint">{typeKey || "…"}.</span>
          <Input
            aria-label={`Name of field ${number}`}
            aria-invalid={error ? true : undefined}
            aria-describedby={error ? `${id}-error` : undefined}
            className="font-mono"
            maxLength={150}
            placeholder="total"
            value={row.name}
            onChange={(event) => onChange({ ...row, name: event.target.value.trim() })}
          />
        </div>
        <Select
          aria-label={`Type of field ${named}`}
          className="w-28 sm:w-full"
          value={row.type}
          onValueChange={(value) => {
            const type = fieldTypeSchema.safeParse(value);
            if (type.success) onChange({ ...row, type: type.data });
          }}
          options={types}
        />
        <Input
          aria-label={`Label of field ${named}`}
          maxLength={120}
          placeholder="Label for people"
          value={row.label}
          onChange={(event) => onChange({ ...row, label: event.target.value })}
        />
        <div className="flex items-center gap-2">
          <Checkbox
            id={`${id}-required`}
            checked={row.required}
            onCheckedChange={(on) => onChange({ ...row, required: on === true })}
          />
          <label htmlFor={`${id}-required`} className="text-sm">
            Required
          </label>
          <Button variant="ghost" size="icon-sm" aria-label={`Remove field ${named}`} onClick={onRemove}>
            <Trash2 aria-hidden className="size-4" />
          </Button>
        </div>
      </div>
      {error && (
        <p id={`${id}-error`} role="alert" className="flex items-start gap-1 text-xs text-red">
          <CircleAlert aria-hidden className="mt-0.5 size-3 shrink-0" />
          {error}
        </p>
      )}
    </li>
  );
}

interface FieldRowsProps {
  readonly typeKey: string;
  readonly rows: readonly FieldRow[];
  readonly errors: Readonly<Record<string, string>>;
  readonly error: string | undefined;
  readonly onChange: (rows: readonly FieldRow[]) => void;
}

/** The fields of a record type, one row each. */
export function FieldRows({ typeKey, rows, errors, error, onChange }: FieldRowsProps) {
  return (
    <fieldset className="min-w-0 rounded-md border">
      <legend className="ml-2 px-1 text-sm font-medium">Fields</legend>
      {error && (
        <p role="alert" className="px-3 pt-2 text-xs text-red">
          {error}
        </p>
      )}
      <ul>
        {rows.map((row, index) => (
          <Row
            key={row.id}
            typeKey={typeKey}
            row={row}
            number={index + 1}
            error={errors[row.id]}
            onChange={(changed) => onChange(rows.map((other) => (other.id === row.id ? changed : other)))}
            onRemove={() => onChange(rows.filter((other) => other.id !== row.id))}
          />
        ))}
      </ul>
      <div className="border-t px-3 py-2">
        <Button size="sm" variant="ghost" onClick={() => onChange([...rows, newRow()])}>
          <Plus aria-hidden className="size-4" />
          Add field
        </Button>
      </div>
    </fieldset>
  );
}
