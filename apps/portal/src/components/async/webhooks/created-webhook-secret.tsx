"use client";
import type { CreatedWebhook } from "@annex/contract";
import { Detail, DetailList } from "../../detail-list";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { Notice } from "../../ui/notice";

interface CreatedWebhookSecretProps {
  webhook: CreatedWebhook;
  onClose: () => void;
}

/** The one time that a webhook's signing secret is on screen. Nothing but its button closes it. */
export function CreatedWebhookSecret({ webhook, onClose }: CreatedWebhookSecretProps) {
  return (
    <Dialog
      open
      onOpenChange={() => undefined}
      title={webhook.previousUntil ? `${webhook.name} has a new secret` : `${webhook.name} is created`}
      footer={
        <Button variant="primary" onClick={onClose}>
          I have copied the secret
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <Notice tone="warning" title="Copy the signing secret now">
          The receiver proves with it that a message is from here. It cannot be shown again; if it is lost, make a new
          one.
        </Notice>
        <DetailList>
          <Detail name="Address">{webhook.url}</Detail>
          <Detail name="Signing secret" copy={webhook.secret}>
            <span className="font-mono text-xs break-all">{webhook.secret}</span>
          </Detail>
        </DetailList>
      </div>
    </Dialog>
  );
}
