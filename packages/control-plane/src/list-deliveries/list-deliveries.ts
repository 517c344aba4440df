import { AppError, deliveryQuerySchema, type WebhookDelivery } from "@annex/contract";
import { z } from "zod";
import { parse } from "../context/parse.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { readTimeCursor, timeCursor } from "../context/time-cursor.ts";
import { toDelivery } from "./to-delivery.ts";

const inputSchema = deliveryQuerySchema.extend({ webhookId: z.uuid("There is no such webhook.") });

interface DeliveryPage {
  readonly items: WebhookDelivery[];
  readonly nextCursor: string | null;
}

function before(cursor: string | undefined) {
  if (cursor === undefined) return {};
  const { at: createdAt, id } = readTimeCursor(cursor);
  return { OR: [{ createdAt: { lt: createdAt } }, { createdAt, id: { lt: id } }] };
}

/** What a webhook was told, or is to be told, newest first. @throws AppError `not_found`. */
export function listDeliveries(ctx: TenantContext, input: z.input<typeof inputSchema>): Promise<DeliveryPage> {
  const { webhookId, cursor, limit } = parse(inputSchema, input);
  return ctx.db.run(async (tx) => {
    const webhook = await tx.webhook.findFirst({ where: { id: webhookId }, select: { id: true } });
    if (!webhook) throw new AppError("not_found", "There is no such webhook.");
    const rows = await tx.webhookDelivery.findMany({
      where: { AND: [{ webhookId }, before(cursor)] },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: limit + 1,
    });
    const items = rows.slice(0, limit).map(toDelivery);
    const last = rows.length > limit ? items.at(-1) : undefined;
    return { items, nextCursor: last ? timeCursor(last.createdAt, last.id) : null };
  });
}
