"use client";
import type { CreatedApiClient } from "@annex/contract";
import { Detail, DetailList } from "../detail-list";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Notice } from "../ui/notice";

/** The one time that a client's secret is on screen. Nothing but its button closes it. */
export function CreatedSecret({ client, onClose }: { client: CreatedApiClient; onClose: () => void }) {
  return (
    <Dialog
      open
      onOpenChange={() => undefined}
      title={client.previousSecretUntil === null ? `${client.name} is created` : `${client.name} has a new secret`}
      footer={
        <Button variant="primary" onClick={onClose}>
          {client.clientSecret === null ? "Done" : "I have copied the secret"}
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        {client.clientSecret === null ? (
          <Notice title="It has no secret">
            It gets tokens by an assertion that it signs with its own key, for identity as its audience (RFC 7523).
          </Notice>
        ) : (
          <Notice tone="warning" title="Copy the secret now">
            Only its hash is kept: it cannot be shown again. If it is lost, rotate it.
          </Notice>
        )}
        <DetailList>
          <Detail name="Client ID" copy={client.clientId}>
            <span className="font-mono text-xs">{client.clientId}</span>
          </Detail>
          {client.clientSecret !== null && (
            <Detail name="Client secret" copy={client.clientSecret}>
              <span className="font-mono text-xs">{client.clientSecret}</span>
            </Detail>
          )}
          <Detail name="Scopes">
            <span className="font-mono text-xs">{client.scopes.join(" ")}</span>
          </Detail>
        </DetailList>
      </div>
    </Dialog>
  );
}
