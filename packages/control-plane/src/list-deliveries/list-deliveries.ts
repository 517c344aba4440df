import { deliveryQuerySchema, type WebhookDelivery } from "@annex/contract";
import { readTimeCursor, type TimePage, timePage } from "@annex/db";
import type { z } from "zod";
import type { OwnerContext } from "../context/owner-context.ts";
import { parse } from "../context/parse.ts";
import { loadWebhook, webhookIdSchema } from "../list-webhooks/load-webhook.ts";
import { toDelivery } from "./to-delivery.ts";

const inputSchema = deliveryQuerySchema.extend(webhookIdSchema.shape);

function before(cursor: string | undefined) {
  if (cursor === undefined) return {};
  const { at: createdAt, id } = readTimeCursor(cursor);
  return { OR: [{ createdAt: { lt: createdAt } }, { createdAt, id: { lt: id } }] };
}

/** What a webhook was told, or is to be told, newest first. @throws AppError `not_found`. */
export function listDeliveries(
  ctx: OwnerContext,
  input: z.input<typeof inputSchema>,
): Promise<TimePage<WebhookDelivery>> {
  const { webhookId, cursor, limit } = parse(inputSchema, input);
  return ctx.run(async (tx) => {
    await loadWebhook(tx, ctx.tenantId, webhookId);
    const rows = await tx.webhookDelivery.findMany({
      where: { AND: [{ webhookId }, before(cursor)] },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: limit + 1,
    });
    return timePage(rows.map(toDelivery), limit, ({ createdAt }) => createdAt);
  });
}
