"use client";
import { type FieldValues, fieldValuesSchema, type Field as RecordField } from "@annex/contract";
import { useId, useState } from "react";
import { cn } from "../../ui/cn";
import { Input, Textarea } from "../../ui/input";
import { Select } from "../../ui/select";
import { useWorkbench } from "../workbench-context";

interface RecordEditorProps {
  record: FieldValues;
  onChange: (record: FieldValues) => void;
}

/** The sample record, field by field or as JSON. */
export function RecordEditor({ record, onChange }: RecordEditorProps) {
  const { contract } = useWorkbench();
  const [json, setJson] = useState<string | null>(null);
  const asJson = json !== null || contract.inputs.length === 0;
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-center justify-between">
        <h2 className="text-sm font-medium">Sample record</h2>
        {contract.inputs.length > 0 && (
          <button
            type="button"
            className="text-xs text-accent-text underline"
            onClick={() => setJson(json === null ? JSON.stringify(record, null, 2) : null)}
          >
            {asJson ? "Edit by field" : "Edit as JSON"}
          </button>
        )}
      </div>
      {asJson ? (
        <JsonRecord text={json ?? JSON.stringify(record, null, 2)} onText={setJson} onChange={onChange} />
      ) : (
        <div className="overflow-hidden rounded-md border">
          {contract.inputs.map((field) => (
            <FieldRow
              key={field.path}
              field={field}
              value={record[field.path]}
              onChange={(value) => onChange({ ...record, [field.path]: value })}
            />
          ))}
        </div>
      )}
    </div>
  );
}

function JsonRecord({
  text,
  onText,
  onChange,
}: {
  text: string;
  onText: (text: string) => void;
  onChange: (record: FieldValues) => void;
}) {
  const [problem, setProblem] = useState<string | null>(null);
  const change = (next: string) => {
    onText(next);
    try {
      onChange(fieldValuesSchema.parse(JSON.parse(next)));
      setProblem(null);
    } catch {
      setProblem('Not valid yet: an object such as { "invoice.total": 1200 }.');
    }
  };
  return (
    <>
      <Textarea
        aria-label="Sample record as JSON"
        aria-invalid={problem !== null}
        rows={10}
        className="font-mono text-xs"
        value={text}
        onChange={(event) => change(event.target.value)}
      />
      {problem && (
        <p role="alert" className="text-xs text-red">
          {problem}
        </p>
      )}
    </>
  );
}

const bare = "h-8 rounded-none border-0 bg-transparent text-xs";

function FieldRow({
  field,
  value,
  onChange,
}: {
  field: RecordField;
  value: FieldValues[string] | undefined;
  onChange: (value: FieldValues[string]) => void;
}) {
  const id = useId();
  return (
    <div className="grid grid-cols-[45%_1fr] items-center border-b last:border-b-0">
      <label
        htmlFor={id}
        className="truncate border-r bg-panel px-2 py-1.5 font-mono text-xs text-muted"
        title={`${field.path}: ${field.type}`}
      >
        {field.path}
      </label>
      {field.type === "boolean" ? (
        <Select
          id={id}
          className={bare}
          value={String(value ?? "null")}
          onValueChange={(next) => onChange(next === "null" ? null : next === "true")}
          options={["true", "false", "null"].map((option) => ({ value: option, label: option }))}
        />
      ) : (
        <ValueInput id={id} field={field} value={value} onChange={onChange} />
      )}
    </div>
  );
}

/** Numbers and JSON are kept as typed until they parse; an empty input is null. */
function ValueInput({
  id,
  field,
  value,
  onChange,
}: {
  id: string;
  field: RecordField;
  value: FieldValues[string] | undefined;
  onChange: (value: FieldValues[string]) => void;
}) {
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
