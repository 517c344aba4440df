"use client";
import type { ExtensionPoint, FieldValues } from "@annex/contract";
import { useId } from "react";
import { ValueInput } from "../workbench/test/value-input";

interface FallbackFieldsProps {
  point: ExtensionPoint;
  value: FieldValues;
  /** What is wrong with a field's value, by its path. */
  problems: ReadonlyMap<string, string>;
  onChange: (value: FieldValues) => void;
}

/** The values that are set in a failed function's place: one input for each field that may be set; an empty one sets nothing. */
export function FallbackFields({ point, value, problems, onChange }: FallbackFieldsProps) {
  const base = useId();
  return (
    <div className="flex flex-col gap-1">
      <h4 className="text-sm font-medium">Set in its place</h4>
      <ul className="overflow-hidden rounded-md border">
        {point.outputs.map((field) => {
          const id = `${base}-${field.path}`;
          const problem = problems.get(field.path);
          return (
            <li key={field.path} className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)] border-b last:border-b-0">
              <label
                htmlFor={id}
                className="flex min-w-0 flex-wrap content-center gap-x-2 border-r bg-panel px-2.5 py-1.5 text-xs"
              >
                <code className="font-mono break-all">{field.path}</code>
                <span className="text-faint">{field.type}</span>
                {problem && <span className="w-full text-red">{problem}</span>}
              </label>
              <ValueInput
                id={id}
                field={field}
                value={value[field.path]}
                onChange={(next) => onChange({ ...value, [field.path]: next })}
              />
            </li>
          );
        })}
      </ul>
      <p className="text-xs text-faint">A field that is left empty is not set.</p>
    </div>
  );
}
