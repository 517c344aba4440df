import type { WebhookDelivery } from "@annex/contract";
import type { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { newId } from "../context/new-id.ts";
import type { OwnerContext } from "../context/owner-context.ts";
import { parse } from "../context/parse.ts";
import { toDelivery } from "../list-deliveries/to-delivery.ts";
import { loadWebhook, webhookIdSchema } from "../list-webhooks/load-webhook.ts";
import { checkActive } from "../may-run/check-active.ts";

/** Sends a message of type `webhook.test`, signed and tried again like any other. @throws AppError `not_found`, `tenant_suspended`. */
export function testWebhook(ctx: OwnerContext, input: z.input<typeof webhookIdSchema>): Promise<WebhookDelivery> {
  const { webhookId } = parse(webhookIdSchema, input);
  const { tenantId, actor } = ctx;
  return ctx.run(async (tx) => {
    const { name } = await loadWebhook(tx, tenantId, webhookId);
    ctx.authoriseChange();
    await checkActive(tx, tenantId);
    const delivery = await tx.webhookDelivery.create({ data: { id: newId(), tenantId, webhookId, isTest: true } });
    await ctx.jobs.send(tx, { queue: "deliver-webhook", data: { tenantId, deliveryId: delivery.id } });
    await recordAudit(tx, { tenantId, actor, action: "testWebhook", target: `webhook:${name}` });
    return toDelivery(delivery);
  });
}
