import type { Webhook } from "@annex/contract";
import type { TenantContext } from "../context/tenant-context.ts";
import { toWebhook, webhookSelect } from "./to-webhook.ts";

/** The tenant's webhooks by name, each with its newest delivery. */
export function listWebhooks(ctx: TenantContext): Promise<Webhook[]> {
  return ctx.db.run(async (tx) => {
    const rows = await tx.webhook.findMany({ orderBy: { name: "asc" }, select: webhookSelect });
    return rows.map(toWebhook);
  });
}
