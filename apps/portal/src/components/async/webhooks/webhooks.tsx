"use client";
import { type CreatedWebhook, type Webhook, webhookSchema } from "@annex/contract";
import { Plus, Webhook as WebhookIcon } from "lucide-react";
import { type ReactNode, useState } from "react";
import { z } from "zod";
import { useResource } from "@/client/api-provider";
import { useUrlState } from "@/client/use-url-state";
import { ProblemNotice } from "../../problem-notice";
import { useCommands } from "../../shell/commands";
import { Button } from "../../ui/button";
import { EmptyState } from "../../ui/empty-state";
import { TableSkeleton } from "../../ui/skeleton";
import { CreateWebhook } from "./create-webhook";
import { CreatedWebhookSecret } from "./created-webhook-secret";
import { DeleteWebhook } from "./delete-webhook";
import { DeliveryPanel } from "./delivery-panel";
import { RotateWebhook } from "./rotate-webhook";
import { type WebhookOwner, webhookRoutes } from "./webhook-owner";
import { WebhookTable } from "./webhook-table";

const uses: Readonly<Record<WebhookOwner, ReactNode>> = {
  tenant: (
    <>
      A caller of <code className="font-mono">?mode=async</code> names one with{" "}
      <code className="font-mono">{`"webhook": "NAME"`}</code> in its body, an alert rule chooses one: it is told the
      outcome or the alert, signed.
    </>
  ),
  operators: "An alert rule chooses one: it is told when the rule fires and when that is over, signed.",
};

/** Where the tenant's systems are told of outcomes and alerts, or the operators' of alerts. */
export function Webhooks({ owner = "tenant" }: { owner?: WebhookOwner }) {
  const webhooks = useResource(webhookRoutes[owner].webhooks(), z.array(webhookSchema), { refetchInterval: 5000 });
  const [openId, setOpenId] = useUrlState("webhook", "", { push: true });
  const [creating, setCreating] = useState(false);
  const [created, setCreated] = useState<CreatedWebhook | null>(null);
  const [rotating, setRotating] = useState<Webhook | null>(null);
  const [deleted, setDeleted] = useState<Webhook | null>(null);
  const create = () => setCreating(true);
  useCommands([{ id: "create-webhook", label: "Create webhook", group: "Page", words: "new", run: create }]);
  const button = (
    <Button changes variant={owner === "tenant" ? "primary" : "secondary"} onClick={create}>
      <Plus aria-hidden className="size-4" />
      Create webhook
    </Button>
  );
  const opened = webhooks.data?.find(({ id }) => id === openId);
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-2">
        <p className="min-w-0 flex-1 basis-60 text-sm text-muted">{uses[owner]}</p>
        {webhooks.data && webhooks.data.length > 0 && button}
      </div>
      {webhooks.isPending && <TableSkeleton label="Loading webhooks" />}
      {webhooks.error && !webhooks.data && (
        <ProblemNotice
          error={webhooks.error}
          title="The webhooks could not be loaded"
          onRetry={() => void webhooks.refetch()}
        />
      )}
      {webhooks.data?.length === 0 && (
        <EmptyState icon={<WebhookIcon aria-hidden />} title="No webhook yet" action={button}>
          {owner === "tenant"
            ? "Instead of asking for results, let your system be told: each outcome is posted to its address, signed with a secret that only you and it know, and tried again until it is taken."
            : "Let your own system be told of the platform's alerts: each is posted to its address, signed with a secret that only you and it know, and tried again until it is taken."}
        </EmptyState>
      )}
      {webhooks.data && webhooks.data.length > 0 && (
        <WebhookTable
          webhooks={webhooks.data}
          onOpen={({ id }) => setOpenId(id)}
          onRotate={setRotating}
          onDelete={setDeleted}
        />
      )}
      {creating && <CreateWebhook owner={owner} onCreated={setCreated} onClose={() => setCreating(false)} />}
      {created && <CreatedWebhookSecret webhook={created} onClose={() => setCreated(null)} />}
      {rotating && (
        <RotateWebhook owner={owner} webhook={rotating} onRotated={setCreated} onClose={() => setRotating(null)} />
      )}
      {deleted && <DeleteWebhook owner={owner} webhook={deleted} onClose={() => setDeleted(null)} />}
      {opened && <DeliveryPanel owner={owner} webhook={opened} onClose={() => setOpenId("")} />}
    </div>
  );
}
