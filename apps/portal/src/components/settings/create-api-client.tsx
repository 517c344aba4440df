"use client";
import { type CreatedApiClient, createdApiClientSchema, portalRoutes, type Scope } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { fieldError } from "@/client/api-error";
import { useApi, useResourceKey } from "@/client/api-provider";
import { ProblemNotice } from "../problem-notice";
import { Field } from "../ui/field";
import { FormDialog } from "../ui/form-dialog";
import { Input } from "../ui/input";
import { Select } from "../ui/select";
import { ClientScopes } from "./client-scopes";
import { PublicKeyField, readJwk } from "./public-key-field";

const ways = [
  { value: "secret", label: "A secret that is made for you" },
  { value: "key", label: "A key of its own (private_key_jwt)" },
];

interface CreateApiClientProps {
  onCreated: (client: CreatedApiClient) => void;
  onClose: () => void;
}

export function CreateApiClient({ onCreated, onClose }: CreateApiClientProps) {
  const api = useApi();
  const client = useQueryClient();
  const key = useResourceKey();
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<readonly Scope[]>(["invocations:write"]);
  const [way, setWay] = useState("secret");
  const [jwk, setJwk] = useState("");
  const create = useMutation({
    mutationFn: () => {
      const own = way === "key" ? { publicKey: readJwk(jwk) } : {};
      return api.send("POST", portalRoutes.apiClients(), createdApiClientSchema, { name, scopes, ...own });
    },
    onSuccess: (created) => {
      void client.invalidateQueries({ queryKey: key(portalRoutes.apiClients()) });
      onClose();
      onCreated(created);
    },
  });
  const nameError = fieldError(create.error, "name");
  const keyError = fieldError(create.error, "publicKey");
  return (
    <FormDialog
      title="Create API client"
      description="It gets access tokens from identity, as far as its scopes go."
      verb="Create API client"
      disabled={scopes.length === 0 || (way === "key" && readJwk(jwk) === undefined)}
      busy={create.isPending}
      onSubmit={() => create.mutate()}
      onClose={onClose}
    >
      {create.error && !nameError && !keyError && <ProblemNotice error={create.error} title="It was not created" />}
      <Field label="Name" hint="What will use it, such as Billing backend." error={nameError}>
        {(control) => (
          <Input {...control} required maxLength={80} value={name} onChange={(event) => setName(event.target.value)} />
        )}
      </Field>
      <Field label="It proves itself by">
        {(control) => <Select {...control} value={way} options={ways} onValueChange={setWay} />}
      </Field>
      {way === "key" && <PublicKeyField value={jwk} onChange={setJwk} error={keyError} />}
      <ClientScopes scopes={scopes} onChange={setScopes} />
    </FormDialog>
  );
}
