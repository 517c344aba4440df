"use client";
import { type FieldValues, fieldValuesSchema, type Field as RecordField } from "@annex/contract";
import { useId, useState } from "react";
import { Textarea } from "../../ui/input";
import { useWorkbench } from "../workbench-context";
import { ValueInput } from "./value-input";

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
      <ValueInput id={id} field={field} value={value} onChange={onChange} />
    </div>
  );
}
