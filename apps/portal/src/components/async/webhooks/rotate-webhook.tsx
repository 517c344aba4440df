"use client";
import { type CreatedWebhook, createdWebhookSchema, type Webhook } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useApi, useResourceKey } from "@/client/api-provider";
import { ProblemNotice } from "../../problem-notice";
import { FormDialog } from "../../ui/form-dialog";
import { type WebhookOwner, webhookRoutes } from "./webhook-owner";

interface RotateWebhookProps {
  owner: WebhookOwner;
  webhook: Webhook;
  onRotated: (webhook: CreatedWebhook) => void;
  onClose: () => void;
}

/** Asks before a new signing secret is made. Mount it while it is open. */
export function RotateWebhook({ owner, webhook, onRotated, onClose }: RotateWebhookProps) {
  const api = useApi();
  const cache = useQueryClient();
  const key = useResourceKey();
  const rotate = useMutation({
    mutationFn: () => api.send("POST", webhookRoutes[owner].rotateWebhook(webhook.id), createdWebhookSchema),
    onSuccess: (rotated) => {
      void cache.invalidateQueries({ queryKey: key(webhookRoutes[owner].webhooks()) });
      onClose();
      onRotated(rotated);
    },
  });
  return (
    <FormDialog
      title={`New signing secret for ${webhook.name}`}
      description="For a day each message bears two signatures, of the new secret and of the one before, so that the receiver changes over without a gap. A secret from before that is worth nothing at once."
      verb="Make a new secret"
      busy={rotate.isPending}
      onSubmit={() => rotate.mutate()}
      onClose={onClose}
    >
      {rotate.error && <ProblemNotice error={rotate.error} title="The secret was not changed" />}
    </FormDialog>
  );
}
