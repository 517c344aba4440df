"use client";
import { previewMapping } from "@annex/field-mapping";
import { Plus } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import { Button } from "../../ui/button";
import { cn } from "../../ui/cn";
import { Menu, MenuItem, MenuSeparator } from "../../ui/dropdown-menu";
import { Notice } from "../../ui/notice";
import { useWorkbench } from "../workbench-context";
import { HandlerPicker } from "./handler-picker";
import {
  addOutput,
  addParameter,
  parameterNameFor,
  removeOutput,
  removeParameter,
  setOutput,
  setParameter,
} from "./mapping-edits";
import { OutputRow } from "./output-row";
import { ParameterRow } from "./parameter-row";

function Side({ title, hint, children, add }: { title: string; hint: string; children: ReactNode; add: ReactNode }) {
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-2">
      <div className="flex items-end justify-between gap-2">
        <div>
          <h2 className="text-sm font-medium">{title}</h2>
          <p className="text-xs text-faint">{hint}</p>
        </div>
        {add}
      </div>
      {children}
    </section>
  );
}

function Nothing({ children }: { children: ReactNode }) {
  return (
    <p className="rounded-md border border-dashed border-line-strong p-3 text-center text-xs text-muted">{children}</p>
  );
}

/** Both sides of the field mapping: what the function gets, and what its result sets. */
export function MappingEditor({ narrow = false }: { narrow?: boolean }) {
  const { draft, edit, contract, diagnostics, test, detail } = useWorkbench();
  const { mapping } = draft.content;
  const { parameters, outputs } = mapping;
  const output = test.result?.output;
  const preview = useMemo(
    () => previewMapping(mapping, contract, test.record, output),
    [mapping, contract, test.record, output],
  );
  const problemAt = (at: string) => diagnostics.find((diagnostic) => diagnostic.at === at)?.message;
  const taken = parameters.map(({ name }) => name);
  const settable = contract.outputs.filter(({ path }) => !outputs.some(({ field }) => field === path));
  const addField = (path: string) =>
    edit(addParameter({ name: parameterNameFor(path, taken), source: { kind: "field", path } }));

  return (
    <div className="flex flex-col gap-4">
      <HandlerPicker />
      {!detail.extensionPoint && (
        <Notice>
          This function has no extension point, so there are no fields to read or set. It can still get constants and
          credentials.
        </Notice>
      )}
      <div className={cn("grid gap-4", !narrow && "lg:grid-cols-2")}>
        <Side
          title="Parameters"
          hint="What the handler gets as event."
          add={
            <Menu
              align="end"
              trigger={
                <Button size="sm">
                  <Plus aria-hidden className="size-3.5" />
                  Add parameter
                </Button>
              }
            >
              {contract.inputs.map(({ path }) => (
                <MenuItem key={path} onSelect={() => addField(path)}>
                  <span className="font-mono text-xs">{path}</span>
                </MenuItem>
              ))}
              {contract.inputs.length > 0 && <MenuSeparator />}
              <MenuItem
                onSelect={() =>
                  edit(
                    addParameter({ name: parameterNameFor("value", taken), source: { kind: "constant", value: "" } }),
                  )
                }
              >
                Constant
              </MenuItem>
              <MenuItem
                onSelect={() =>
                  edit(
                    addParameter({
                      name: parameterNameFor("computed", taken),
                      source: { kind: "expression", expression: "" },
                    }),
                  )
                }
              >
                Expression
              </MenuItem>
              <MenuItem
                onSelect={() =>
                  edit(
                    addParameter({
                      name: parameterNameFor("credential", taken),
                      source: { kind: "credential", credential: "" },
                    }),
                  )
                }
              >
                Credential
              </MenuItem>
            </Menu>
          }
        >
          {parameters.length === 0 ? (
            <Nothing>The function gets nothing yet. Add the fields that it needs to read.</Nothing>
          ) : (
            <ol className="rounded-md border">
              {parameters.map((parameter, at) => (
                <ParameterRow
                  // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place; names change while they are typed
                  key={at}
                  at={at}
                  parameter={parameter}
                  contract={contract}
                  problem={problemAt(`parameters.${at}`)}
                  preview={preview.parameters[at]}
                  onChange={(next) => edit(setParameter(at, next))}
                  onRemove={() => edit(removeParameter(at))}
                />
              ))}
            </ol>
          )}
        </Side>
        <Side
          title="Outputs"
          hint="The fields that its result sets."
          add={
            <Menu
              align="end"
              trigger={
                <Button size="sm" disabled={settable.length === 0}>
                  <Plus aria-hidden className="size-3.5" />
                  Add output
                </Button>
              }
            >
              {settable.map(({ path }) => (
                <MenuItem
                  key={path}
                  onSelect={() =>
                    edit(addOutput({ field: path, source: { kind: "result", path: path.split(".").at(-1) ?? "" } }))
                  }
                >
                  <span className="font-mono text-xs">{path}</span>
                </MenuItem>
              ))}
            </Menu>
          }
        >
          {outputs.length === 0 ? (
            <Nothing>The function sets nothing yet. Add the fields that its result fills.</Nothing>
          ) : (
            <ol className="rounded-md border">
              {outputs.map((item, at) => (
                <OutputRow
                  // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
                  key={at}
                  at={at}
                  output={item}
                  contract={contract}
                  problem={problemAt(`outputs.${at}`)}
                  preview={preview.outputs[at]}
                  onChange={(next) => edit(setOutput(at, next))}
                  onRemove={() => edit(removeOutput(at))}
                />
              ))}
            </ol>
          )}
        </Side>
      </div>
      <section aria-label="Preview">
        <h2 className="text-sm font-medium">Preview</h2>
        <p className="mb-2 text-xs text-faint">
          The event for {test.eventName ? `the test event ${test.eventName}` : "a sample record"}
          {output === undefined
            ? "; run a test to see the fields that would be set."
            : ", and the outputs of the last test."}
        </p>
        <pre className="overflow-x-auto rounded-md border bg-panel p-3 font-mono text-xs">
          {JSON.stringify(preview.event, null, 2)}
        </pre>
      </section>
    </div>
  );
}
