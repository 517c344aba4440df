"use client";
import type { OutputMapping } from "@annex/contract";
import type { MappingContract, PreviewValue } from "@annex/field-mapping";
import { Input } from "../../ui/input";
import { Select } from "../../ui/select";
import { RowFrame, RowNote } from "./row-parts";

interface OutputRowProps {
  at: number;
  output: OutputMapping;
  contract: MappingContract;
  problem: string | undefined;
  preview: PreviewValue | undefined;
  onChange: (output: OutputMapping) => void;
  onRemove: () => void;
}

const kinds = [
  { value: "result", label: "Result" },
  { value: "expression", label: "Expression" },
];

export function OutputRow({ at, output, contract, problem, preview, onChange, onRemove }: OutputRowProps) {
  const { field, source } = output;
  const note = `output-${at}-note`;
  const type = contract.outputs.find(({ path }) => path === field)?.type;
  return (
    <RowFrame label={`Output ${field || at + 1}`} removeLabel={`Remove output ${field}`} onRemove={onRemove}>
      <div className="grid grid-cols-[minmax(0,4fr)_104px_minmax(0,3fr)] gap-1">
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
          <Input
            aria-label={`Expression of ${field}`}
            className="h-7 font-mono text-xs"
            placeholder="result.score * 100.0"
            value={source.expression}
            onChange={(event) => onChange({ field, source: { kind: "expression", expression: event.target.value } })}
          />
        )}
      </div>
      <RowNote id={note} problem={problem} preview={preview} type={type} />
    </RowFrame>
  );
}
