import type { Webhook } from "@annex/contract";
import type { OwnerContext } from "../context/owner-context.ts";
import { toWebhook, webhookSelect } from "./to-webhook.ts";

/** A tenant's webhooks, or the operators', by name, each with its newest delivery. */
export function listWebhooks({ run, tenantId }: OwnerContext): Promise<Webhook[]> {
  return run(async (tx) => {
    const rows = await tx.webhook.findMany({ where: { tenantId }, orderBy: { name: "asc" }, select: webhookSelect });
    return rows.map(toWebhook);
  });
}
