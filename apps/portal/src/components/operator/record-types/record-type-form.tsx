"use client";
import type { CreateRecordType } from "@annex/contract";
import Link from "next/link";
import { type FormEvent, useState } from "react";
import { ProblemNotice } from "../../problem-notice";
import { Button } from "../../ui/button";
import { Field } from "../../ui/field";
import { Input } from "../../ui/input";
import { useRefusedFocus } from "../../ui/use-refused-focus";
import { FieldRows } from "./field-rows";
import {
  isFaultless,
  noErrors,
  type RecordTypeErrors,
  type RecordTypeForm as RecordTypeFormValue,
  readForm,
  refusals,
} from "./record-type-input";

interface RecordTypeFormProps {
  readonly start: RecordTypeFormValue;
  /** The key of a record type that is there stays. */
  readonly fixedKey?: boolean;
  readonly verb: string;
  readonly busy: boolean;
  readonly error: Error | null;
  readonly onSubmit: (input: CreateRecordType) => void;
}

/** The form of a record type; what the server refuses is shown at its field. */
export function RecordTypeForm({ start, fixedKey = false, verb, busy, error, onSubmit }: RecordTypeFormProps) {
  const [form, setForm] = useState(start);
  const [typed, setTyped] = useState<RecordTypeErrors>(noErrors);
  const element = useRefusedFocus(busy);
  const refused = refusals(form, error);
  const errors = isFaultless(typed) ? refused : typed;
  const set = (change: Partial<RecordTypeFormValue>) => {
    setForm({ ...form, ...change });
    setTyped(noErrors);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const read = readForm(form);
    if ("errors" in read) return setTyped(read.errors);
    setTyped(noErrors);
    onSubmit(read.input);
  };
  return (
    <form ref={element} onSubmit={submit} noValidate className="flex max-w-4xl flex-col gap-5">
      {error && isFaultless(refused) && <ProblemNotice error={error} title="The record type was not saved" />}
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Key" error={errors.key} hint="Every field's name begins with it. It cannot be changed later.">
          {(control) => (
            <Input
              {...control}
              className="font-mono"
              maxLength={40}
              placeholder="invoice"
              disabled={fixedKey}
              value={form.key}
              onChange={(event) => set({ key: event.target.value.trim() })}
            />
          )}
        </Field>
        <Field label="Name" error={errors.name} hint="For people: Invoice.">
          {(control) => (
            <Input
              {...control}
              maxLength={80}
              value={form.name}
              onChange={(event) => set({ name: event.target.value })}
            />
          )}
        </Field>
      </div>
      <FieldRows
        typeKey={form.key}
        rows={form.rows}
        errors={errors.rows}
        error={errors.fields}
        onChange={(rows) => set({ rows })}
      />
      <div className="flex gap-2">
        <Button type="submit" variant="primary" busy={busy}>
          {verb}
        </Button>
        <Button asChild variant="ghost">
          <Link href="/operator/record-types">Cancel</Link>
        </Button>
      </div>
    </form>
  );
}
