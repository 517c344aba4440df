import type { Webhook } from "@annex/contract";
import type { Prisma } from "@annex/db";

/** Everything but the secret. */
export const webhookSelect = {
  id: true,
  name: true,
  url: true,
  createdBy: true,
  createdAt: true,
  previousUntil: true,
  deliveries: { orderBy: { createdAt: "desc" }, take: 1 },
} as const satisfies Prisma.WebhookSelect;

export function toWebhook(row: Prisma.WebhookGetPayload<{ select: typeof webhookSelect }>): Webhook {
  const { id, name, url, createdBy, createdAt } = row;
  const [last] = row.deliveries;
  const lastDelivery = last
    ? {
        state: last.state,
        status: last.lastStatus,
        error: last.lastError,
        at: (last.finishedAt ?? last.createdAt).toISOString(),
      }
    : null;
  const previousUntil = row.previousUntil && row.previousUntil > new Date() ? row.previousUntil.toISOString() : null;
  return { id, name, url, createdBy, createdAt: createdAt.toISOString(), previousUntil, lastDelivery };
}
