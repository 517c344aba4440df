"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useApi, useResourceKey } from "@/client/api-provider";
import { ProblemNotice } from "../problem-notice";
import { ScopeChoice } from "../settings/scope-choice";
import { Field } from "../ui/field";
import { FormDialog } from "../ui/form-dialog";
import { Input } from "../ui/input";
import { Select } from "../ui/select";
import type { CreatedToken, TokenKind } from "./token-kind";

const lifetimes = [7, 30, 90, 365].map((days) => ({ value: String(days), label: `${days} days` }));

interface CreateAccessTokenProps {
  kind: TokenKind;
  onCreated: (token: CreatedToken) => void;
  onClose: () => void;
}

export function CreateAccessToken({ kind, onCreated, onClose }: CreateAccessTokenProps) {
  const api = useApi();
  const client = useQueryClient();
  const key = useResourceKey();
  const [name, setName] = useState("");
  const [days, setDays] = useState("90");
  const [scopes, setScopes] = useState<readonly string[]>([kind.firstScope]);
  const create = useMutation({
    mutationFn: () => api.send("POST", kind.list, kind.created, { name, scopes, expiresInDays: Number(days) }),
    onSuccess: (created) => {
      void client.invalidateQueries({ queryKey: key(kind.list) });
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
      <Field label="Name" hint={`What will use it, such as ${kind.user}.`}>
        {(control) => (
          <Input {...control} required maxLength={80} value={name} onChange={(event) => setName(event.target.value)} />
        )}
      </Field>
      <Field label="Expires after">
        {(control) => <Select {...control} value={days} options={lifetimes} onValueChange={setDays} />}
      </Field>
      <ScopeChoice scopes={Object.keys(kind.scopes)} words={kind.scopes} chosen={scopes} onChange={setScopes} />
    </FormDialog>
  );
}
