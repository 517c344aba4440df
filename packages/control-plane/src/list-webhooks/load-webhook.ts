import { AppError } from "@annex/contract";
import type { Prisma, Tx } from "@annex/db";
import { z } from "zod";

/** Names a webhook by its ID. */
export const webhookIdSchema = z.object({ webhookId: z.uuid("There is no such webhook.") });

/** An owner's webhook. @throws AppError `not_found`: another one's is answered like a missing one. */
export async function loadWebhook(
  tx: Tx,
  tenantId: string | null,
  id: string,
): Promise<Prisma.WebhookGetPayload<object>> {
  const row = await tx.webhook.findFirst({ where: { id, tenantId } });
  if (!row) throw new AppError("not_found", "There is no such webhook.");
  return row;
}
