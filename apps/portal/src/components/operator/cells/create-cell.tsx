"use client";
import { type Cell, cellSchema, portalRoutes } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { fieldError } from "@/client/api-error";
import { useApi } from "@/client/api-provider";
import { RefusalNotice } from "../../refusal-notice";
import { Field } from "../../ui/field";
import { FormDialog } from "../../ui/form-dialog";
import { Input } from "../../ui/input";

const fields = [
  { name: "name", label: "Name", placeholder: "paris", hint: "What operators call it. It cannot be changed later." },
  { name: "accountId", label: "AWS account", placeholder: "123456789012", hint: "One that holds nothing else." },
  { name: "region", label: "Region", placeholder: "eu-west-3", hint: undefined },
] as const;
type Form = Readonly<Record<(typeof fields)[number]["name"], string>>;

interface CreateCellProps {
  readonly onCreated: (cell: Cell) => void;
  readonly onClose: () => void;
}

/** Asks for the account and region of a new cell of AWS. Mount it while it is open. */
export function CreateCell({ onCreated, onClose }: CreateCellProps) {
  const api = useApi();
  const client = useQueryClient();
  const [form, setForm] = useState<Form>({ name: "", accountId: "", region: "" });
  const create = useMutation({
    mutationFn: () => api.send("POST", portalRoutes.operator.cells(), cellSchema, form),
    onSuccess: async (cell) => {
      await client.invalidateQueries();
      onClose();
      onCreated(cell);
    },
  });
  return (
    <FormDialog
      size="sm"
      title="Create cell"
      description="An AWS account and region kept for tenants' code. Nothing is made in AWS yet: the next step tells what to run there."
      verb="Create cell"
      busy={create.isPending}
      noValidate
      onSubmit={() => create.mutate()}
      onClose={onClose}
    >
      <RefusalNotice error={create.error} at={fields.map(({ name }) => name)} title="The cell was not created" />
      {fields.map(({ name, label, placeholder, hint }) => (
        <Field key={name} label={label} error={fieldError(create.error, name)} hint={hint}>
          {(control) => (
            <Input
              {...control}
              className="font-mono"
              maxLength={40}
              placeholder={placeholder}
              value={form[name]}
              onChange={(event) => setForm({ ...form, [name]: event.target.value.trim() })}
            />
          )}
        </Field>
      ))}
    </FormDialog>
  );
}
