"use client";
import type { ExtensionPoint } from "@annex/contract";
import { useId, useMemo } from "react";
import { expressionOptions } from "../workbench/mapping/complete-expression";
import { ExpressionInput } from "../workbench/mapping/expression-input";

interface ConditionFieldProps {
  value: string;
  point: ExtensionPoint;
  problem: string | undefined;
  onChange: (value: string) => void;
}

/** When a bound function runs: an expression over the fields that the extension point hands out. */
export function ConditionField({ value, point, problem, onChange }: ConditionFieldProps) {
  const note = useId();
  const options = useMemo(() => expressionOptions(point.inputs), [point.inputs]);
  return (
    <div className="flex flex-col gap-1">
      <span aria-hidden className="text-sm font-medium">
        Condition
      </span>
      <ExpressionInput
        label="Condition"
        value={value}
        placeholder="Always; or, for example, invoice.total > 1000.0"
        options={options}
        describedBy={note}
        invalid={problem !== undefined}
        onChange={onChange}
      />
      <p id={note} role="status" className={problem ? "text-xs text-red" : "text-xs text-faint"}>
        {problem ?? "True or false, over the record's fields. Where it is not met the function is left out."}
      </p>
    </div>
  );
}
