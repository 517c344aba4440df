import type { WebhookDelivery } from "@annex/contract";
import type { WebhookDelivery as DeliveryRow } from "@annex/db";

export function toDelivery(row: DeliveryRow): WebhookDelivery {
  const { id, acceptedId, isTest, state, attempts, lastStatus, lastError } = row;
  return {
    ...{ id, invocationId: acceptedId, isTest, state, attempts, status: lastStatus, error: lastError },
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}
