"use client";
import { jsonSchema, type ParameterMapping, type ParameterSource } from "@annex/contract";
import type { MappingContract, PreviewValue } from "@annex/field-mapping";
import { useState } from "react";
import type { z } from "zod";
import { Input } from "../../ui/input";
import { Select } from "../../ui/select";
import type { ExpressionOption } from "./complete-expression";
import { ExpressionInput } from "./expression-input";
import { FieldDrop } from "./field-drop";
import { RowFrame, RowNote, rowGrid } from "./row-parts";

interface ParameterRowProps {
  at: number;
  parameter: ParameterMapping;
  contract: MappingContract;
  /** Its TypeScript type. */
  type: string | undefined;
  options: readonly ExpressionOption[];
  problem: string | undefined;
  preview: PreviewValue | undefined;
  onChange: (parameter: ParameterMapping) => void;
  onRemove: () => void;
}

const kinds: { value: ParameterSource["kind"]; label: string }[] = [
  { value: "field", label: "Field" },
  { value: "constant", label: "Constant" },
  { value: "expression", label: "Expression" },
  { value: "credential", label: "Credential" },
];

function emptySource(kind: string, contract: MappingContract): ParameterSource {
  if (kind === "constant") return { kind, value: "" };
  if (kind === "expression") return { kind, expression: contract.inputs[0]?.path ?? "" };
  const [credential] = contract.credentials ?? [];
  if (kind === "credential")
    return { kind, credential: typeof credential === "string" ? credential : (credential?.name ?? "") };
  return { kind: "field", path: contract.inputs[0]?.path ?? "" };
}

export function ParameterRow(props: ParameterRowProps) {
  const { at, parameter, contract, type, options, problem, preview, onChange, onRemove } = props;
  const { name, source } = parameter;
  const note = `parameter-${at}-note`;
  const label = `Parameter ${name || at + 1}`;
  return (
    <RowFrame label={label} removeLabel={`Remove parameter ${name}`} onRemove={onRemove}>
      <FieldDrop onField={(path) => onChange({ name, source: { kind: "field", path } })} className={rowGrid}>
        <Input
          aria-label={`Name of parameter ${at + 1}`}
          aria-describedby={note}
          aria-invalid={problem !== undefined}
          className="h-7 font-mono text-xs"
          value={name}
          onChange={(event) => onChange({ name: event.target.value, source })}
        />
        <Select
          aria-label={`Source of ${name}`}
          className="h-7 text-xs"
          value={source.kind}
          options={kinds}
          onValueChange={(kind) => onChange({ name, source: emptySource(kind, contract) })}
        />
        <SourceInput
          name={name}
          source={source}
          contract={contract}
          options={options}
          note={note}
          invalid={problem !== undefined}
          onChange={(next) => onChange({ name, source: next })}
        />
      </FieldDrop>
      <RowNote id={note} problem={problem} preview={preview} type={type} />
    </RowFrame>
  );
}

interface SourceInputProps {
  name: string;
  source: ParameterSource;
  contract: MappingContract;
  options: readonly ExpressionOption[];
  note: string;
  invalid: boolean;
  onChange: (source: ParameterSource) => void;
}

function SourceInput({ name, source, contract, options, note, invalid, onChange }: SourceInputProps) {
  switch (source.kind) {
    case "field":
      return (
        <Select
          aria-label={`Field of ${name}`}
          className="h-7 font-mono text-xs"
          placeholder="Choose a field"
          value={source.path}
          options={contract.inputs.map(({ path, type }) => ({ value: path, label: path, note: type }))}
          onValueChange={(path) => onChange({ kind: "field", path })}
        />
      );
    case "constant":
      return (
        <ConstantInput name={name} value={source.value} onChange={(value) => onChange({ kind: "constant", value })} />
      );
    case "expression":
      return (
        <ExpressionInput
          label={`Expression of ${name}`}
          placeholder="invoice.total * 100.0"
          value={source.expression}
          options={options}
          describedBy={note}
          invalid={invalid}
          onChange={(expression) => onChange({ kind: "expression", expression })}
        />
      );
    case "credential":
      return (
        <Select
          aria-label={`Credential of ${name}`}
          className="h-7 text-xs"
          placeholder="Choose a credential"
          value={source.credential}
          options={(contract.credentials ?? []).map((credential) => {
            const known = typeof credential === "string" ? credential : credential.name;
            return { value: known, label: known };
          })}
          onValueChange={(credential) => onChange({ kind: "credential", credential })}
        />
      );
  }
}

/** JSON where it parses (12, true, ["a"]), otherwise the text itself. */
function ConstantInput({
  name,
  value,
  onChange,
}: {
  name: string;
  value: z.output<typeof jsonSchema>;
  onChange: (value: z.output<typeof jsonSchema>) => void;
}) {
  const [text, setText] = useState(typeof value === "string" ? value : JSON.stringify(value));
  const change = (next: string) => {
    setText(next);
    try {
      onChange(jsonSchema.parse(JSON.parse(next)));
    } catch {
      onChange(next);
    }
  };
  return (
    <Input
      aria-label={`Constant of ${name}`}
      className="h-7 font-mono text-xs"
      placeholder='EUR, 12, true, ["a"]'
      value={text}
      onChange={(event) => change(event.target.value)}
    />
  );
}
