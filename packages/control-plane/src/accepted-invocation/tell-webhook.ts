import type { Tx } from "@annex/db";
import { newId } from "../context/new-id.ts";
import type { JobSender } from "../jobs/job-sender.ts";

interface Over {
  readonly id: string;
  readonly tenantId: string;
  /** Null where its caller named none; one that was removed since is told nothing. */
  readonly webhookId: string | null;
}

/** Has the webhook of an accepted invocation told that it is over, in the transaction that ends it. */
export async function tellWebhook(
  tx: Tx,
  jobs: JobSender,
  { id: acceptedId, tenantId, webhookId }: Over,
): Promise<void> {
  const webhook = webhookId && (await tx.webhook.findUnique({ where: { id: webhookId }, select: { id: true } }));
  if (!webhook) return;
  const id = newId();
  await tx.webhookDelivery.createMany({ data: [{ id, tenantId, webhookId: webhook.id, acceptedId }] });
  await jobs.send(tx, { queue: "deliver-webhook", data: { tenantId, deliveryId: id } });
}
