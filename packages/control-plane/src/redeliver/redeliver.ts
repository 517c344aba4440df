import { AppError, type WebhookDelivery } from "@annex/contract";
import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import type { OwnerContext } from "../context/owner-context.ts";
import { parse } from "../context/parse.ts";
import { toDelivery } from "../list-deliveries/to-delivery.ts";
import { checkActive } from "../may-run/check-active.ts";

const inputSchema = z.object({ deliveryId: z.uuid("There is no such delivery.") });

/**
 * Tells a webhook once more what it was told, or was to be told: the same ID, so that a receiver knows a repetition.
 * @throws AppError `not_found`, `tenant_suspended`, or `conflict` for one that is on its way.
 */
export function redeliver(ctx: OwnerContext, input: z.input<typeof inputSchema>): Promise<WebhookDelivery> {
  const { deliveryId: id } = parse(inputSchema, input);
  const { tenantId, actor } = ctx;
  return ctx.run(async (tx) => {
    const found = await tx.webhookDelivery.findFirst({
      where: { id, tenantId },
      include: { webhook: { select: { name: true } } },
    });
    if (!found) throw new AppError("not_found", "There is no such delivery.");
    ctx.authoriseChange();
    await checkActive(tx, tenantId);
    const { count } = await tx.webhookDelivery.updateMany({
      where: { id, state: { notIn: ["pending", "held"] } },
      data: { state: "pending", finishedAt: null },
    });
    if (count === 0) throw new AppError("conflict", "The delivery is on its way already.");
    await ctx.jobs.send(tx, { queue: "deliver-webhook", data: { tenantId, deliveryId: id } });
    const target = `webhook:${found.webhook.name}`;
    await recordAudit(tx, { tenantId, actor, action: "redeliver", target, detail: { delivery: id } });
    return toDelivery({ ...found, state: "pending", finishedAt: null });
  });
}
