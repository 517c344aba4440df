"use client";
import { type CreatedApiClient, createdApiClientSchema, portalRoutes, type Scope, scopeSchema } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { ApiError } from "@/client/api-error";
import { useApi, useResourceKey } from "@/client/api-provider";
import { ProblemNotice } from "../problem-notice";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { ScopeChoice } from "./scope-choice";

const scopeWords: Readonly<Record<Scope, string>> = {
  "invocations:write": "Call functions and extension points",
  "invocations:read": "Read invocations and their log lines",
  "records:read": "Read records",
  "records:write": "Create, change and delete records",
};

interface CreateApiClientProps {
  onCreated: (client: CreatedApiClient) => void;
  onClose: () => void;
}

export function CreateApiClient({ onCreated, onClose }: CreateApiClientProps) {
  const api = useApi();
  const client = useQueryClient();
  const key = useResourceKey();
  const form = useId();
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<readonly Scope[]>(["invocations:write"]);
  const create = useMutation({
    mutationFn: () => api.send("POST", portalRoutes.apiClients(), createdApiClientSchema, { name, scopes }),
    onSuccess: (created) => {
      void client.invalidateQueries({ queryKey: key(portalRoutes.apiClients()) });
      onClose();
      onCreated(created);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  const nameError = create.error instanceof ApiError ? create.error.fieldError("name") : undefined;
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title="Create API client"
      description="Its secret is made for you and shown once."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={form} disabled={scopes.length === 0} busy={create.isPending}>
            Create API client
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        {create.error && !nameError && <ProblemNotice error={create.error} title="It was not created" />}
        <Field label="Name" hint="What will use it, such as Billing backend." error={nameError}>
          {(control) => (
            <Input
              {...control}
              required
              maxLength={80}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <ScopeChoice scopes={scopeSchema.options} words={scopeWords} chosen={scopes} onChange={setScopes} />
      </form>
    </Dialog>
  );
}
