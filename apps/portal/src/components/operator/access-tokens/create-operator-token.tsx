"use client";
import {
  type CreatedOperatorToken,
  createdOperatorTokenSchema,
  type OperatorScope,
  operatorScopeSchema,
  portalRoutes,
} from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useApi, useResourceKey } from "@/client/api-provider";
import { ProblemNotice } from "../../problem-notice";
import { ScopeChoice } from "../../settings/scope-choice";
import { Field } from "../../ui/field";
import { FormDialog } from "../../ui/form-dialog";
import { Input } from "../../ui/input";
import { Select } from "../../ui/select";

const scopeWords: Readonly<Record<OperatorScope, string>> = {
  "platform:read": "Read tenants, metrics, costs, audit, everything that the operators' pages show",
  "tenants:write": "Create tenants and invite, suspend and resume them, set plans and budgets",
  "platform:write": "Change extension points, record types, layers, plans, cells, pauses, alerts and campaigns",
};

const lifetimes = [7, 30, 90, 365].map((days) => ({ value: String(days), label: `${days} days` }));

interface CreateOperatorTokenProps {
  onCreated: (token: CreatedOperatorToken) => void;
  onClose: () => void;
}

export function CreateOperatorToken({ onCreated, onClose }: CreateOperatorTokenProps) {
  const api = useApi();
  const client = useQueryClient();
  const key = useResourceKey();
  const [name, setName] = useState("");
  const [days, setDays] = useState("90");
  const [scopes, setScopes] = useState<readonly OperatorScope[]>(["platform:read"]);
  const create = useMutation({
    mutationFn: () =>
      api.send("POST", portalRoutes.operator.accessTokens(), createdOperatorTokenSchema, {
        name,
        scopes,
        expiresInDays: Number(days),
      }),
    onSuccess: (created) => {
      void client.invalidateQueries({ queryKey: key(portalRoutes.operator.accessTokens()) });
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
      <Field label="Name" hint="What will use it, such as Sign-up service.">
        {(control) => (
          <Input {...control} required maxLength={80} value={name} onChange={(event) => setName(event.target.value)} />
        )}
      </Field>
      <Field label="Expires after">
        {(control) => <Select {...control} value={days} options={lifetimes} onValueChange={setDays} />}
      </Field>
      <ScopeChoice scopes={operatorScopeSchema.options} words={scopeWords} chosen={scopes} onChange={setScopes} />
    </FormDialog>
  );
}
