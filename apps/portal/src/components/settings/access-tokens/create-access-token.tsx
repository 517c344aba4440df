"use client";
import {
  type AccessScope,
  accessScopeSchema,
  type CreatedAccessToken,
  createdAccessTokenSchema,
  portalRoutes,
} from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useApi, useResourceKey } from "@/client/api-provider";
import { ProblemNotice } from "../../problem-notice";
import { Field } from "../../ui/field";
import { FormDialog } from "../../ui/form-dialog";
import { Input } from "../../ui/input";
import { Select } from "../../ui/select";
import { ScopeChoice } from "../scope-choice";

const scopeWords: Readonly<Record<AccessScope, string>> = {
  "functions:read": "Read functions, drafts and releases",
  "functions:write": "Create, change and delete functions and drafts",
  "deployments:write": "Deploy, promote and roll back",
  "invocations:read": "Read invocations, logs and metrics",
  "credentials:write": "Create, rotate and delete credentials",
  "tenant:read": "Read members, quotas and audit",
  "tenant:write": "Change API clients and settings",
};

const lifetimes = [7, 30, 90, 365].map((days) => ({ value: String(days), label: `${days} days` }));

interface CreateAccessTokenProps {
  onCreated: (token: CreatedAccessToken) => void;
  onClose: () => void;
}

export function CreateAccessToken({ onCreated, onClose }: CreateAccessTokenProps) {
  const api = useApi();
  const client = useQueryClient();
  const key = useResourceKey();
  const [name, setName] = useState("");
  const [days, setDays] = useState("90");
  const [scopes, setScopes] = useState<readonly AccessScope[]>(["functions:read"]);
  const create = useMutation({
    mutationFn: () =>
      api.send("POST", portalRoutes.accessTokens(), createdAccessTokenSchema, {
        name,
        scopes,
        expiresInDays: Number(days),
      }),
    onSuccess: (created) => {
      void client.invalidateQueries({ queryKey: key(portalRoutes.accessTokens()) });
      onClose();
      onCreated(created);
    },
  });
  return (
    <FormDialog
      title="Create access token"
      description="It acts as you, as far as its scopes go, and is shown once."
      verb="Create access token"
      disabled={scopes.length === 0}
      busy={create.isPending}
      onSubmit={() => create.mutate()}
      onClose={onClose}
    >
      {create.error && <ProblemNotice error={create.error} title="It was not created" />}
      <Field label="Name" hint="What will use it, such as Deploy pipeline.">
        {(control) => (
          <Input {...control} required maxLength={80} value={name} onChange={(event) => setName(event.target.value)} />
        )}
      </Field>
      <Field label="Expires after">
        {(control) => <Select {...control} value={days} options={lifetimes} onValueChange={setDays} />}
      </Field>
      <ScopeChoice scopes={accessScopeSchema.options} words={scopeWords} chosen={scopes} onChange={setScopes} />
    </FormDialog>
  );
}
