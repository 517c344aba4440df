"use client";
import type { Webhook } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { z } from "zod";
import { useApi, useResourceKey } from "@/client/api-provider";
import { ConfirmByName } from "../../confirm-by-name";
import { type WebhookOwner, webhookRoutes } from "./webhook-owner";

interface DeleteWebhookProps {
  owner: WebhookOwner;
  webhook: Webhook;
  onClose: () => void;
}

export function DeleteWebhook({ owner, webhook, onClose }: DeleteWebhookProps) {
  const api = useApi();
  const cache = useQueryClient();
  const key = useResourceKey();
  const remove = useMutation({
    mutationFn: () => api.send("DELETE", webhookRoutes[owner].webhook(webhook.id), z.undefined()),
    onSuccess: () => {
      toast.success(`Deleted ${webhook.name}`);
      void cache.invalidateQueries({ queryKey: key(webhookRoutes[owner].webhooks()) });
      onClose();
    },
  });
  return (
    <ConfirmByName
      name={webhook.name}
      title={`Delete ${webhook.name}`}
      description="Nothing is told there any more, its deliveries are forgotten, and its signing secret is gone."
      verb="Delete webhook"
      error={remove.error}
      busy={remove.isPending}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    />
  );
}
