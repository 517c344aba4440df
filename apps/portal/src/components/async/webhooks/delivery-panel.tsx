"use client";
import { type Webhook, type WebhookDelivery, webhookDeliverySchema } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { useApi, useResourceKey } from "@/client/api-provider";
import { ProblemNotice } from "../../problem-notice";
import { Button } from "../../ui/button";
import { CopyButton } from "../../ui/copy-button";
import { Sheet } from "../../ui/sheet";
import { TableSkeleton } from "../../ui/skeleton";
import { Time } from "../../ui/time";
import { usePages } from "../use-pages";
import { DeliveryState } from "./delivery-state";
import { type WebhookOwner, webhookRoutes } from "./webhook-owner";

interface DeliveryPanelProps {
  owner: WebhookOwner;
  webhook: Webhook;
  onClose: () => void;
}

/** What a webhook was told, newest first, a way to tell it once more, and one to try it. */
export function DeliveryPanel({ owner, webhook, onClose }: DeliveryPanelProps) {
  const api = useApi();
  const cache = useQueryClient();
  const key = useResourceKey();
  const routes = webhookRoutes[owner];
  const path = routes.webhookDeliveries(webhook.id);
  const deliveries = usePages(path, webhookDeliverySchema);
  const test = useMutation({
    mutationFn: () => api.send("POST", routes.testWebhook(webhook.id), webhookDeliverySchema),
    onSuccess: () => toast.success("A test is on its way", { description: "How it went shows here in a moment." }),
    onError: (failed) => toast.error("No test was sent", { description: failed.message }),
    onSettled: () => cache.invalidateQueries({ queryKey: key(path) }),
  });
  return (
    <Sheet
      open
      onOpenChange={(open) => open || onClose()}
      title={`Deliveries of ${webhook.name}`}
      description={webhook.url}
    >
      <div>
        <Button size="sm" busy={test.isPending} onClick={() => test.mutate()}>
          Send a test
        </Button>
      </div>
      {deliveries.isPending && <TableSkeleton label="Loading deliveries" />}
      {deliveries.error && !deliveries.data && (
        <ProblemNotice
          error={deliveries.error}
          title="The deliveries could not be loaded"
          onRetry={() => void deliveries.refetch()}
        />
      )}
      {deliveries.data && deliveries.items.length === 0 && (
        <p className="text-sm text-muted">
          Nothing was told yet.{" "}
          {owner === "tenant"
            ? "The first accepted invocation that names this webhook shows here once it is over."
            : "The first alert of a rule that names this webhook shows here."}
        </p>
      )}
      {deliveries.items.length > 0 && (
        <ul className="divide-y divide-line rounded-md border">
          {deliveries.items.map((delivery) => (
            <DeliveryItem key={delivery.id} delivery={delivery} path={path} againAt={routes.redeliver(delivery.id)} />
          ))}
        </ul>
      )}
      {deliveries.hasNextPage && (
        <Button busy={deliveries.isFetchingNextPage} onClick={() => void deliveries.fetchNextPage()}>
          Show older deliveries
        </Button>
      )}
    </Sheet>
  );
}

interface DeliveryItemProps {
  delivery: WebhookDelivery;
  /** Of the list that it stands in. */
  path: string;
  againAt: string;
}

function DeliveryItem({ delivery, path, againAt }: DeliveryItemProps) {
  const api = useApi();
  const cache = useQueryClient();
  const key = useResourceKey();
  const { invocationId, isTest, state, status, attempts, error, createdAt } = delivery;
  const again = useMutation({
    mutationFn: () => api.send("POST", againAt, webhookDeliverySchema),
    onSuccess: () => toast.success("It is told once more"),
    onError: (failed) => toast.error("It was not told once more", { description: failed.message }),
    onSettled: () => cache.invalidateQueries({ queryKey: key(path) }),
  });
  return (
    <li className="flex flex-col gap-1 px-3 py-2 text-sm">
      <span className="flex flex-wrap items-center gap-2">
        <DeliveryState state={state} status={status} />
        <span className="text-muted">
          <Time at={createdAt} />, {attempts === 1 ? "1 try" : `${attempts} tries`}
        </span>
        {state !== "pending" && state !== "held" && (
          <Button size="sm" className="ml-auto" busy={again.isPending} onClick={() => again.mutate()}>
            Tell once more
          </Button>
        )}
      </span>
      {error !== null && state !== "delivered" && <span className="break-words text-red">{error}</span>}
      <span className="flex items-center gap-1 font-mono text-xs text-muted">
        {invocationId === null ? (
          isTest ? (
            "a test"
          ) : (
            "an alert"
          )
        ) : (
          <>
            <span className="truncate">{invocationId}</span>
            <CopyButton text={invocationId} label="Copy invocation ID" />
          </>
        )}
      </span>
    </li>
  );
}
