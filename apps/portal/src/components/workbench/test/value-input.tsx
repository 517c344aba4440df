"use client";
import { type FieldValues, fieldValuesSchema, type Field as RecordField } from "@annex/contract";
import { useState } from "react";
import { cn } from "../../ui/cn";
import { Input } from "../../ui/input";
import { Select } from "../../ui/select";

interface ValueInputProps {
  id: string;
  field: RecordField;
  value: FieldValues[string] | undefined;
  onChange: (value: FieldValues[string]) => void;
}

const bare = "h-8 rounded-none border-0 bg-transparent text-xs";

/** One field's value in a sample record, in the manner of its type. */
export function ValueInput({ id, field, value, onChange }: ValueInputProps) {
  if (field.type !== "boolean") return <TextValue id={id} field={field} value={value} onChange={onChange} />;
  return (
    <Select
      id={id}
      className={bare}
      value={String(value ?? "null")}
      onValueChange={(next) => onChange(next === "null" ? null : next === "true")}
      options={["true", "false", "null"].map((option) => ({ value: option, label: option }))}
    />
  );
}

/** Numbers and JSON are kept as typed until they parse; an empty input is null. */
function TextValue({ id, field, value, onChange }: ValueInputProps) {
  const isText = field.type === "string" || field.type === "date";
  const shown =
    value === null || value === undefined ? "" : typeof value === "string" && isText ? value : JSON.stringify(value);
  const [text, setText] = useState<string | null>(null);
  const invalid = text !== null;
  const change = (next: string) => {
    if (next === "") {
      setText(null);
      return onChange(null);
    }
    if (isText) return onChange(next);
    try {
      const json: FieldValues = fieldValuesSchema.parse({ value: JSON.parse(next) });
      const wrong = field.type !== "json" && typeof json.value !== "number";
      setText(wrong ? next : null);
      if (!wrong && json.value !== undefined) onChange(json.value);
    } catch {
      setText(next);
    }
  };
  return (
    <Input
      id={id}
      placeholder="null"
      inputMode={field.type === "number" ? "decimal" : field.type === "integer" ? "numeric" : "text"}
      aria-invalid={invalid}
      title={invalid ? `This is no ${field.type} yet` : undefined}
      className={cn(bare, "font-mono", invalid && "text-red")}
      value={text ?? shown}
      onChange={(event) => change(event.target.value)}
      onBlur={() => setText(null)}
    />
  );
}
