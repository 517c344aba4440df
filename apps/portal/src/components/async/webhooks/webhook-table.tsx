import type { Webhook } from "@annex/contract";
import { KeyRound, Trash2 } from "lucide-react";
import { formatActor } from "@/format/actor";
import { Button } from "../../ui/button";
import { Table, TD, TH, THead, TR } from "../../ui/table";
import { Time } from "../../ui/time";
import { DeliveryState } from "./delivery-state";

interface WebhookTableProps {
  webhooks: readonly Webhook[];
  onOpen: (webhook: Webhook) => void;
  onRotate: (webhook: Webhook) => void;
  onDelete: (webhook: Webhook) => void;
}

export function WebhookTable({ webhooks, onOpen, onRotate, onDelete }: WebhookTableProps) {
  return (
    <Table label="Webhooks">
      <THead>
        <tr>
          <TH>Name</TH>
          <TH>Address</TH>
          <TH>Last delivery</TH>
          <TH>Created</TH>
          <TH>
            <span className="sr-only">Actions</span>
          </TH>
        </tr>
      </THead>
      <tbody>
        {webhooks.map((webhook) => {
          const { id, name, url, lastDelivery, createdAt, createdBy } = webhook;
          return (
            <TR key={id} className="hover:bg-hover">
              <TD className="font-mono text-xs font-medium">{name}</TD>
              <TD className="max-w-80 truncate text-muted" title={url}>
                {url}
              </TD>
              <TD>
                {lastDelivery === null ? (
                  <span className="text-faint">None yet</span>
                ) : (
                  <span className="inline-flex items-center gap-2">
                    <DeliveryState state={lastDelivery.state} status={lastDelivery.status} />
                    <Time at={lastDelivery.at} className="text-muted" />
                  </span>
                )}
              </TD>
              <TD className="text-muted" title={formatActor(createdBy)}>
                <Time at={createdAt} />
              </TD>
              <TD end>
                <Button size="sm" aria-label={`Deliveries of ${name}`} onClick={() => onOpen(webhook)}>
                  Deliveries
                </Button>
                <Button
                  changes
                  variant="ghost"
                  size="icon-sm"
                  aria-label={`New secret for ${name}`}
                  title="New secret"
                  onClick={() => onRotate(webhook)}
                >
                  <KeyRound aria-hidden className="size-3.5" />
                </Button>
                <Button
                  changes
                  variant="ghost"
                  size="icon-sm"
                  aria-label={`Delete ${name}`}
                  title="Delete"
                  onClick={() => onDelete(webhook)}
                >
                  <Trash2 aria-hidden className="size-3.5" />
                </Button>
              </TD>
            </TR>
          );
        })}
      </tbody>
    </Table>
  );
}
