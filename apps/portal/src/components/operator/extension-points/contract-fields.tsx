"use client";
import type { Field as RecordField } from "@annex/contract";
import { Field } from "../../ui/field";
import { Input, Textarea } from "../../ui/input";
import { Select } from "../../ui/select";
import type { ExtensionPointForm, FormErrors } from "./extension-point-input";
import { FieldChoice } from "./field-choice";

const failureModes = [
  { value: "open", label: "Open: go on without its fields" },
  { value: "closed", label: "Closed: fail the call" },
] as const;

interface ContractFieldsProps {
  readonly form: ExtensionPointForm;
  readonly errors: FormErrors;
  /** Of the record type. */
  readonly fields: readonly RecordField[];
  readonly onChange: (change: Partial<ExtensionPointForm>) => void;
}

/** What can be changed of an extension point: its words, its fields, its time, and what a failure means. */
export function ContractFields({ form, errors, fields, onChange: set }: ContractFieldsProps) {
  return (
    <>
      <Field label="Name" error={errors.name} hint="For people: Invoice submitted.">
        {(control) => (
          <Input
            {...control}
            maxLength={80}
            value={form.name}
            onChange={(event) => set({ name: event.target.value })}
          />
        )}
      </Field>
      <Field label="Description" error={errors.description} hint="Optional: when the product calls it, and why.">
        {(control) => (
          <Textarea
            {...control}
            maxLength={500}
            value={form.description}
            onChange={(event) => set({ description: event.target.value })}
          />
        )}
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <FieldChoice
          legend="Inputs"
          hint="What a function may read."
          fields={fields}
          chosen={form.inputFields}
          onChange={(inputFields) => set({ inputFields })}
          error={errors.inputFields}
        />
        <FieldChoice
          legend="Outputs"
          hint="What a function may set."
          fields={fields}
          chosen={form.outputFields}
          onChange={(outputFields) => set({ outputFields })}
          error={errors.outputFields}
        />
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Timeout in ms" error={errors.timeoutMs} hint="The product waits no longer than this.">
          {(control) => (
            <Input
              {...control}
              inputMode="numeric"
              value={form.timeoutMs}
              onChange={(event) => set({ timeoutMs: event.target.value })}
            />
          )}
        </Field>
        <Field label="When a function fails" error={errors.failureMode}>
          {(control) => (
            <Select
              {...control}
              value={form.failureMode}
              onValueChange={(mode) => set({ failureMode: mode === "closed" ? "closed" : "open" })}
              options={failureModes}
            />
          )}
        </Field>
      </div>
    </>
  );
}
