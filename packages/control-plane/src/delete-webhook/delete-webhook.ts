import type { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import type { OwnerContext } from "../context/owner-context.ts";
import { parse } from "../context/parse.ts";
import { loadWebhook, webhookIdSchema } from "../list-webhooks/load-webhook.ts";

/** Deletes a webhook with its deliveries; nobody is told of what ends from then on. @throws AppError `not_found`. */
export async function deleteWebhook(ctx: OwnerContext, input: z.input<typeof webhookIdSchema>): Promise<void> {
  const { webhookId: id } = parse(webhookIdSchema, input);
  const { tenantId, actor } = ctx;
  await ctx.run(async (tx) => {
    const { name } = await loadWebhook(tx, tenantId, id);
    ctx.authoriseChange();
    await tx.webhook.delete({ where: { id } });
    await recordAudit(tx, { tenantId, actor, action: "deleteWebhook", target: `webhook:${name}` });
  });
}
