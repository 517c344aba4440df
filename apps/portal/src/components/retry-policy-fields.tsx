"use client";
import { platformRetryPolicy, type RetryPolicy } from "@annex/contract";
import { useId } from "react";
import { Checkbox } from "./ui/checkbox";
import { Field } from "./ui/field";
import { Input } from "./ui/input";

const parts = [
  { name: "maxAttempts", label: "Runs in all", hint: "1 to 20.", min: 1, max: 20 },
  { name: "firstDelaySeconds", label: "First pause, s", hint: "Doubled each time.", min: 0, max: 3600 },
  { name: "maxDelaySeconds", label: "Longest pause, s", hint: "Up to a day.", min: 1, max: 86_400 },
  { name: "maxAgeSeconds", label: "Given up after, s", hint: "Up to a week.", min: 60, max: 604_800 },
] as const;

interface RetryPolicyFieldsProps {
  /** Null: no policy of its own. */
  value: RetryPolicy | null;
  label: string;
  onChange: (value: RetryPolicy | null) => void;
}

/** How invocations that are accepted first and run later are tried again. */
export function RetryPolicyFields({ value, label, onChange }: RetryPolicyFieldsProps) {
  const id = useId();
  return (
    <>
      <div className="flex items-center gap-2 text-sm">
        <Checkbox
          id={id}
          checked={value !== null}
          onCheckedChange={(checked) => onChange(checked === true ? platformRetryPolicy : null)}
        />
        <label htmlFor={id}>{label}</label>
      </div>
      {value && (
        <div className="grid grid-cols-2 gap-4 sm:grid-cols-4">
          {parts.map(({ name, label: part, hint, min, max }) => (
            <Field key={name} label={part} hint={hint}>
              {(control) => (
                <Input
                  {...control}
                  type="number"
                  required
                  min={min}
                  max={max}
                  value={value[name]}
                  onChange={(event) => onChange({ ...value, [name]: event.target.valueAsNumber || 0 })}
                />
              )}
            </Field>
          ))}
        </div>
      )}
    </>
  );
}
