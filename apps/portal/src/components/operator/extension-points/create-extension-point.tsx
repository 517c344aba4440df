"use client";
import { extensionPointSchema, portalRoutes, type RecordType, recordTypeSchema } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { z } from "zod";
import { useApi, useResource } from "@/client/api-provider";
import { ProblemNotice } from "../../problem-notice";
import { Button } from "../../ui/button";
import { EmptyState } from "../../ui/empty-state";
import { Field } from "../../ui/field";
import { Input } from "../../ui/input";
import { Page } from "../../ui/page";
import { Select } from "../../ui/select";
import { Skeleton } from "../../ui/skeleton";
import { useRefusedFocus } from "../../ui/use-refused-focus";
import { ContractFields } from "./contract-fields";
import { type ExtensionPointForm, emptyForm, type FormErrors, readForm, refusedFields } from "./extension-point-input";

function CreateForm({ recordTypes }: { recordTypes: readonly RecordType[] }) {
  const api = useApi();
  const client = useQueryClient();
  const router = useRouter();
  const [form, setForm] = useState<ExtensionPointForm>({ ...emptyForm, recordTypeKey: recordTypes[0]?.key ?? "" });
  const [errors, setErrors] = useState<FormErrors>({});
  const create = useMutation({
    mutationFn: (input: unknown) =>
      api.send("POST", portalRoutes.operator.extensionPoints(), extensionPointSchema, input),
    onSuccess: async ({ key }) => {
      await client.invalidateQueries();
      toast(`${key} is there`, { description: "Tenants can bind functions to it from now on." });
      router.push("/operator/extension-points");
    },
    onError: (error) => setErrors(refusedFields(error)),
  });
  const set = (change: Partial<ExtensionPointForm>) => {
    setForm({ ...form, ...change });
    setErrors(Object.fromEntries(Object.entries(errors).filter(([name]) => !(name in change))));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const read = readForm(form);
    if ("errors" in read) setErrors(read.errors);
    else create.mutate(read.input);
  };
  const element = useRefusedFocus(create.isPending);
  const fields = recordTypes.find(({ key }) => key === form.recordTypeKey)?.fields ?? [];
  const showRefusal = create.error && Object.keys(refusedFields(create.error)).length === 0;

  return (
    <form ref={element} onSubmit={submit} noValidate className="flex max-w-2xl flex-col gap-5">
      {showRefusal && <ProblemNotice error={create.error} title="The extension point was not created" />}
      <Field label="Key" error={errors.key} hint="What the product calls it by. It cannot be changed later.">
        {(control) => (
          <Input
            {...control}
            className="font-mono"
            maxLength={80}
            placeholder="invoice.submitted"
            value={form.key}
            onChange={(event) => set({ key: event.target.value })}
          />
        )}
      </Field>
      <Field label="Record type" error={errors.recordTypeKey}>
        {(control) => (
          <Select
            {...control}
            value={form.recordTypeKey}
            onValueChange={(recordTypeKey) => set({ recordTypeKey, inputFields: [], outputFields: [] })}
            options={recordTypes.map(({ key, name }) => ({ value: key, label: name, note: key }))}
            placeholder="Choose a record type"
          />
        )}
      </Field>
      <ContractFields form={form} errors={errors} fields={fields} onChange={set} />
      <div className="flex gap-2">
        <Button type="submit" variant="primary" busy={create.isPending}>
          Create extension point
        </Button>
        <Button asChild variant="ghost">
          <Link href="/operator/extension-points">Cancel</Link>
        </Button>
      </div>
    </form>
  );
}

/** Declares a place in the product where tenant code may run. */
export function CreateExtensionPoint() {
  const types = useResource(portalRoutes.operator.recordTypes(), z.array(recordTypeSchema));
  return (
    <Page
      title="Create extension point"
      description="A contract between the product and its tenants: when code runs, what it may read and what it may set."
    >
      {types.data ? (
        types.data.length === 0 ? (
          <EmptyState
            title="No record types yet"
            action={
              <Button asChild variant="primary">
                <Link href="/operator/record-types/new">Create record type</Link>
              </Button>
            }
          >
            An extension point hands over fields of a record type. Declare what the product keeps first.
          </EmptyState>
        ) : (
          <CreateForm recordTypes={types.data} />
        )
      ) : types.error ? (
        <ProblemNotice
          error={types.error}
          title="The record types could not be loaded"
          onRetry={() => void types.refetch()}
        />
      ) : (
        <div role="status" aria-label="Loading record types" className="flex max-w-2xl flex-col gap-5">
          <Skeleton className="h-14" />
          <Skeleton className="h-14" />
          <Skeleton className="h-64" />
        </div>
      )}
    </Page>
  );
}
