"use client";
import type { Field, FieldMapping } from "@annex/contract";
import { ArrowLeft, GripVertical } from "lucide-react";
import { type ReactNode, useId, useMemo } from "react";
import { Button } from "../../ui/button";
import { cn } from "../../ui/cn";
import { ValueInput } from "../test/value-input";
import { useWorkbench } from "../workbench-context";
import { dragField } from "./field-drag";
import { addOutput, addParameter, outputFor, parameterNameFor } from "./mapping-edits";

/** The parameters that read a field, directly or in an expression. */
function readersOf(path: string, { parameters }: FieldMapping): string[] {
  const named = new RegExp(`(?<![\\w.])${path.replaceAll(".", "\\.")}(?![\\w])`);
  return parameters
    .filter(({ source }) =>
      source.kind === "field" ? source.path === path : source.kind === "expression" && named.test(source.expression),
    )
    .map(({ name }) => name);
}

interface FieldLineProps {
  field: Field;
  used: readonly string[];
  usedAs: string;
  addLabel: string;
  onAdd: (() => void) | null;
  children: ReactNode;
  labelFor?: string;
}

function FieldLine({ field, used, usedAs, addLabel, onAdd, children, labelFor }: FieldLineProps) {
  const { path, type, label, required } = field;
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_minmax(0,8rem)] border-b last:border-b-0">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dragging is an extra way; the arrow button does the same */}
      <div
        draggable
        onDragStart={(event) => dragField(event, path)}
        className="group flex min-w-0 cursor-grab items-center gap-1 border-r bg-panel py-1 pr-1"
      >
        <Button
          variant="ghost"
          size="icon-sm"
          className="size-6"
          disabled={onAdd === null}
          aria-label={addLabel}
          title={addLabel}
          onClick={onAdd ?? undefined}
        >
          <ArrowLeft aria-hidden className="size-3.5" />
        </Button>
        <div className="min-w-0 flex-1">
          <label htmlFor={labelFor} className="block truncate font-mono text-xs" title={`${path}: ${label}`}>
            {path}
          </label>
          <p className="truncate text-xs text-faint">
            {type}
            {required ? ", required" : ""}
            {used.length > 0 && (
              <span className="text-accent-text">
                {" "}
                {usedAs} {used.join(", ")}
              </span>
            )}
          </p>
        </div>
        <GripVertical aria-hidden className="size-3.5 shrink-0 text-faint opacity-0 group-hover:opacity-100" />
      </div>
      <div className="flex min-w-0 items-center">{children}</div>
    </li>
  );
}

/** The record's fields: what may be read with its value in the sample, and what may be set with what it comes to. */
export function FieldList() {
  const { draft, edit, contract, test } = useWorkbench();
  const { mapping } = draft.content;
  const base = useId();
  const setters = useMemo(() => new Map(mapping.outputs.map((output) => [output.field, output])), [mapping.outputs]);
  const taken = mapping.parameters.map(({ name }) => name);
  return (
    <div className="flex flex-col gap-5">
      <section aria-label="Fields to read" className="flex flex-col gap-2">
        <h2 className="text-sm font-medium">Fields to read</h2>
        <p className="-mt-2 text-xs text-faint">Drag one to the left, or press its arrow. Values are the sample's.</p>
        <ul className="overflow-hidden rounded-md border">
          {contract.inputs.map((field) => (
            <FieldLine
              key={field.path}
              field={field}
              used={readersOf(field.path, mapping)}
              usedAs="→"
              addLabel={`Map ${field.path} to a parameter`}
              onAdd={() =>
                edit(
                  addParameter({
                    name: parameterNameFor(field.path, taken),
                    source: { kind: "field", path: field.path },
                  }),
                )
              }
              labelFor={`${base}-${field.path}`}
            >
              <ValueInput
                id={`${base}-${field.path}`}
                field={field}
                value={test.record[field.path]}
                onChange={(value) => test.setRecord({ ...test.record, [field.path]: value }, test.eventName)}
              />
            </FieldLine>
          ))}
        </ul>
      </section>
      <section aria-label="Fields to set" className="flex flex-col gap-2">
        <h2 className="text-sm font-medium">Fields to set</h2>
        <ul className="overflow-hidden rounded-md border">
          {contract.outputs.map((field) => {
            const source = setters.get(field.path)?.source;
            const from = source && (source.kind === "result" ? `result.${source.path}` : source.expression);
            const value = test.result?.fields?.[field.path];
            return (
              <FieldLine
                key={field.path}
                field={field}
                used={from ? [from] : []}
                usedAs="←"
                addLabel={`Set ${field.path} from the result`}
                onAdd={source ? null : () => edit(addOutput(outputFor(field.path)))}
              >
                <p className={cn("truncate p-2 font-mono text-xs", value === undefined && "text-faint")}>
                  {value === undefined ? "not run" : JSON.stringify(value)}
                </p>
              </FieldLine>
            );
          })}
        </ul>
      </section>
    </div>
  );
}
