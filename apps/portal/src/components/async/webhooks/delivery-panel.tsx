"use client";
import { portalRoutes, type Webhook, type WebhookDelivery, webhookDeliverySchema } from "@annex/contract";
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

/** What a webhook was told, newest first, and a way to tell it once more. */
export function DeliveryPanel({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const path = portalRoutes.webhookDeliveries(webhook.id);
  const deliveries = usePages(path, webhookDeliverySchema);
  return (
    <Sheet
      open
      onOpenChange={(open) => open || onClose()}
      title={`Deliveries of ${webhook.name}`}
      description={webhook.url}
    >
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
          Nothing was told yet. The first accepted invocation that names this webhook shows here once it is over.
        </p>
      )}
      {deliveries.items.length > 0 && (
        <ul className="divide-y divide-line rounded-md border">
          {deliveries.items.map((delivery) => (
            <DeliveryItem key={delivery.id} delivery={delivery} path={path} />
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

function DeliveryItem({ delivery, path }: { delivery: WebhookDelivery; path: string }) {
  const api = useApi();
  const cache = useQueryClient();
  const key = useResourceKey();
  const { id, invocationId, state, status, attempts, error, createdAt } = delivery;
  const again = useMutation({
    mutationFn: () => api.send("POST", portalRoutes.redeliver(id), webhookDeliverySchema),
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
        {state !== "pending" && (
          <Button size="sm" className="ml-auto" busy={again.isPending} onClick={() => again.mutate()}>
            Tell once more
          </Button>
        )}
      </span>
      {error !== null && state !== "delivered" && <span className="break-words text-red">{error}</span>}
      <span className="flex items-center gap-1 font-mono text-xs text-muted">
        {invocationId === null ? (
          "an alert"
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
