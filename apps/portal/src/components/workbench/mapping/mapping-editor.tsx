"use client";
import { parameterTypes, previewMapping } from "@annex/field-mapping";
import { useMemo } from "react";
import { useMayChange } from "@/client/may-change";
import { Notice } from "../../ui/notice";
import { useWorkbench } from "../workbench-context";
import { AddOutput } from "./add-output";
import { AddParameter } from "./add-parameter";
import { expressionOptions } from "./complete-expression";
import { FieldDrop } from "./field-drop";
import { HandlerPicker } from "./handler-picker";
import {
  addOutput,
  addParameter,
  outputFor,
  parameterNameFor,
  removeOutput,
  removeParameter,
  setOutput,
  setParameter,
} from "./mapping-edits";
import { MappingSide, NothingMapped } from "./mapping-side";
import { OutputRow } from "./output-row";
import { ParameterRow } from "./parameter-row";

/** What the function gets and what its result sets, each line with its type, its value for the sample, and what is wrong. */
export function MappingEditor() {
  const { draft, edit, contract, diagnostics, test, detail } = useWorkbench();
  const mayChange = useMayChange();
  const { mapping } = draft.content;
  const { parameters, outputs } = mapping;
  const result = test.result?.output;
  const preview = useMemo(
    () => previewMapping(mapping, contract, test.record, result),
    [mapping, contract, test.record, result],
  );
  const types = useMemo(
    () => new Map(parameterTypes(mapping, contract).map(({ name, type }) => [name, type])),
    [mapping, contract],
  );
  const inputOptions = useMemo(() => expressionOptions(contract.inputs), [contract.inputs]);
  const outputOptions = useMemo(() => expressionOptions(contract.inputs, result ?? {}), [contract.inputs, result]);
  const problemAt = (at: string) => diagnostics.find((diagnostic) => diagnostic.at === at)?.message;
  const reads = (path: string) => contract.inputs.some((field) => field.path === path);
  const sets = (path: string) =>
    contract.outputs.some((field) => field.path === path) && !outputs.some(({ field }) => field === path);
  const dropParameter = (path: string) => {
    const name = parameterNameFor(
      path,
      parameters.map((parameter) => parameter.name),
    );
    if (reads(path)) edit(addParameter({ name, source: { kind: "field", path } }));
  };

  return (
    <fieldset disabled={!mayChange} className="flex min-w-0 flex-col gap-5">
      <HandlerPicker />
      {!detail.extensionPoint && (
        <Notice>
          This function has no extension point, so there are no fields to read or set. It can still get constants and
          credentials.
        </Notice>
      )}
      <FieldDrop onField={dropParameter}>
        <MappingSide title="Parameters" hint="What the handler gets as event." add={<AddParameter />}>
          {parameters.length === 0 ? (
            <NothingMapped>The function gets nothing yet. Add the fields that it needs to read.</NothingMapped>
          ) : (
            <ol className="@container rounded-md border">
              {parameters.map((parameter, at) => (
                <ParameterRow
                  // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place; names change while they are typed
                  key={at}
                  at={at}
                  parameter={parameter}
                  contract={contract}
                  type={types.get(parameter.name)}
                  options={inputOptions}
                  problem={problemAt(`parameters.${at}`)}
                  preview={preview.parameters[at]}
                  onChange={(next) => edit(setParameter(at, next))}
                  onRemove={() => edit(removeParameter(at))}
                />
              ))}
            </ol>
          )}
        </MappingSide>
      </FieldDrop>
      <FieldDrop onField={(path) => sets(path) && edit(addOutput(outputFor(path)))}>
        <MappingSide title="Outputs" hint="The fields that its result sets." add={<AddOutput />}>
          {outputs.length === 0 ? (
            <NothingMapped>The function sets nothing yet. Add the fields that its result fills.</NothingMapped>
          ) : (
            <ol className="@container rounded-md border">
              {outputs.map((output, at) => (
                <OutputRow
                  // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
                  key={at}
                  at={at}
                  output={output}
                  contract={contract}
                  options={outputOptions}
                  problem={problemAt(`outputs.${at}`)}
                  preview={preview.outputs[at]}
                  onChange={(next) => edit(setOutput(at, next))}
                  onRemove={() => edit(removeOutput(at))}
                />
              ))}
            </ol>
          )}
        </MappingSide>
      </FieldDrop>
      <section aria-label="Preview">
        <h2 className="text-sm font-medium">Preview</h2>
        <p className="mb-2 text-xs text-faint">
          The event for {test.eventName ? `the test event ${test.eventName}` : "the sample record"}
          {result === undefined
            ? "; run a test to see the fields that would be set."
            : ", and the last test's outputs."}
        </p>
        <pre className="overflow-x-auto rounded-md border bg-panel p-3 font-mono text-xs">
          {JSON.stringify(preview.event, null, 2)}
        </pre>
      </section>
    </fieldset>
  );
}
