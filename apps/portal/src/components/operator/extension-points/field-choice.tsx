"use client";
import type { Field } from "@annex/contract";
import { CircleAlert } from "lucide-react";
import { useId } from "react";
import { Button } from "../../ui/button";
import { Checkbox } from "../../ui/checkbox";

interface FieldChoiceProps {
  legend: string;
  hint: string;
  fields: readonly Field[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
  error?: string | undefined;
}

/** Chooses fields of a record type, in the record type's order. */
export function FieldChoice({ legend, hint, fields, chosen, onChange, error }: FieldChoiceProps) {
  const id = useId();
  const choose = (path: string, on: boolean) =>
    onChange(fields.map((field) => field.path).filter((other) => (other === path ? on : chosen.includes(other))));
  const all = chosen.length === fields.length;
  return (
    <fieldset aria-describedby={`${id}-note`} className="min-w-0 rounded-md border p-3">
      <legend className="px-1 text-sm font-medium">{legend}</legend>
      <div className="mb-2 flex items-center justify-between gap-2">
        {error ? (
          <p id={`${id}-note`} role="alert" className="flex items-start gap-1 text-xs text-red">
            <CircleAlert aria-hidden className="mt-0.5 size-3 shrink-0" />
            {error}
          </p>
        ) : (
          <p id={`${id}-note`} className="text-xs text-faint">
            {hint}
          </p>
        )}
        <Button
          size="sm"
          variant="ghost"
          aria-label={`${all ? "No fields" : "All fields"}: ${legend}`}
          onClick={() => onChange(all ? [] : fields.map(({ path }) => path))}
        >
          {all ? "No fields" : "All fields"}
        </Button>
      </div>
      <ul className="flex flex-col gap-0.5">
        {fields.map(({ path, type, label }) => (
          <li key={path} className="flex min-h-6 items-center gap-2">
            <Checkbox
              id={`${id}-${path}`}
              checked={chosen.includes(path)}
              onCheckedChange={(on) => choose(path, on === true)}
            />
            <label
              htmlFor={`${id}-${path}`}
              className="flex min-w-0 flex-wrap items-baseline gap-x-2 text-sm"
              title={label}
            >
              <span className="font-mono text-xs break-all">{path}</span>
              <span className="text-xs text-faint">{type}</span>
            </label>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
