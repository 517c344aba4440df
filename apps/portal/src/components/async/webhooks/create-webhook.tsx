"use client";
import { type CreatedWebhook, createdWebhookSchema } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { fieldError } from "@/client/api-error";
import { useApi, useResourceKey } from "@/client/api-provider";
import { RefusalNotice } from "../../refusal-notice";
import { Field } from "../../ui/field";
import { FormDialog } from "../../ui/form-dialog";
import { Input } from "../../ui/input";
import { type WebhookOwner, webhookRoutes } from "./webhook-owner";

interface CreateWebhookProps {
  owner: WebhookOwner;
  onCreated: (webhook: CreatedWebhook) => void;
  onClose: () => void;
}

/** Asks for a name and an address. Mount it while it is open. */
export function CreateWebhook({ owner, onCreated, onClose }: CreateWebhookProps) {
  const api = useApi();
  const cache = useQueryClient();
  const key = useResourceKey();
  const [name, setName] = useState("");
  const [url, setUrl] = useState("https://");
  const create = useMutation({
    mutationFn: () => api.send("POST", webhookRoutes[owner].webhooks(), createdWebhookSchema, { name, url }),
    onSuccess: (created) => {
      void cache.invalidateQueries({ queryKey: key(webhookRoutes[owner].webhooks()) });
      onClose();
      onCreated(created);
    },
  });
  return (
    <FormDialog
      title="Create webhook"
      description={`${owner === "tenant" ? "Outcomes and alerts" : "Alerts"} are posted there as JSON, signed as standardwebhooks.com says.`}
      verb="Create webhook"
      busy={create.isPending}
      onSubmit={() => create.mutate()}
      onClose={onClose}
    >
      <RefusalNotice error={create.error} at={["name", "url"]} title="It was not created" />
      <Field
        label="Name"
        hint={`Lower-case letters, digits and hyphens: ${owner === "tenant" ? "callers choose it by this." : "alert rules choose it by this."}`}
        error={fieldError(create.error, "name")}
      >
        {(control) => (
          <Input
            {...control}
            required
            maxLength={60}
            className="font-mono"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Field
        label="Address"
        hint="HTTPS, on the public Internet; no redirect is followed."
        error={fieldError(create.error, "url")}
      >
        {(control) => (
          <Input
            {...control}
            required
            type="url"
            maxLength={1000}
            value={url}
            onChange={(event) => setUrl(event.target.value)}
          />
        )}
      </Field>
    </FormDialog>
  );
}
