"use client";
import type { OutputMapping } from "@annex/contract";
import type { MappingContract, PreviewValue } from "@annex/field-mapping";
import { Input } from "../../ui/input";
import { Select } from "../../ui/select";
import type { ExpressionOption } from "./complete-expression";
import { ExpressionInput } from "./expression-input";
import { FieldDrop } from "./field-drop";
import { RowFrame, RowNote, rowGrid } from "./row-parts";

interface OutputRowProps {
  at: number;
  output: OutputMapping;
  contract: MappingContract;
  options: readonly ExpressionOption[];
  problem: string | undefined;
  preview: PreviewValue | undefined;
  onChange: (output: OutputMapping) => void;
  onRemove: () => void;
}

const kinds = [
  { value: "result", label: "Result" },
  { value: "expression", label: "Expression" },
];

export function OutputRow(props: OutputRowProps) {
  const { at, output, contract, options, problem, preview, onChange, onRemove } = props;
  const { field, source } = output;
  const note = `output-${at}-note`;
  const type = contract.outputs.find(({ path }) => path === field)?.type;
  return (
    <RowFrame label={`Output ${field || at + 1}`} removeLabel={`Remove output ${field}`} onRemove={onRemove}>
      <FieldDrop onField={(path) => onChange({ field: path, source })} className={rowGrid}>
        <Select
          aria-label={`Field of output ${at + 1}`}
          aria-describedby={note}
          aria-invalid={problem !== undefined}
          className="h-7 font-mono text-xs"
          placeholder="Choose a field"
          value={field}
          options={contract.outputs.map((option) => ({ value: option.path, label: option.path, note: option.type }))}
          onValueChange={(path) => onChange({ field: path, source })}
        />
        <Select
          aria-label={`Source of ${field}`}
          className="h-7 text-xs"
          value={source.kind}
          options={kinds}
          onValueChange={(kind) =>
            onChange({
              field,
              source:
                kind === "expression"
                  ? { kind, expression: "result" }
                  : { kind: "result", path: field.split(".").at(-1) ?? "" },
            })
          }
        />
        {source.kind === "result" ? (
          <Input
            aria-label={`Result property of ${field}`}
            className="h-7 font-mono text-xs"
            placeholder="riskScore"
            value={source.path}
            onChange={(event) => onChange({ field, source: { kind: "result", path: event.target.value } })}
          />
        ) : (
          <ExpressionInput
            label={`Expression of ${field}`}
            placeholder="result.score * 100.0"
            value={source.expression}
            options={options}
            describedBy={note}
            invalid={problem !== undefined}
            onChange={(expression) => onChange({ field, source: { kind: "expression", expression } })}
          />
        )}
      </FieldDrop>
      <RowNote id={note} problem={problem} preview={preview} type={type} />
    </RowFrame>
  );
}
