import { AppError } from "@annex/contract";
import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { authorise } from "../context/authorise.ts";
import { parse } from "../context/parse.ts";
import type { TenantContext } from "../context/tenant-context.ts";

const inputSchema = z.object({ webhookId: z.uuid("There is no such webhook.") });

/** Deletes a webhook with its deliveries; nobody is told of what ends from then on. @throws AppError `not_found`. */
export async function deleteWebhook(ctx: TenantContext, input: z.input<typeof inputSchema>): Promise<void> {
  const { webhookId: id } = parse(inputSchema, input);
  await ctx.db.run(async (tx) => {
    const row = await tx.webhook.findFirst({ where: { id }, select: { name: true } });
    if (!row) throw new AppError("not_found", "There is no such webhook.");
    authorise(ctx, "developer");
    await tx.webhook.delete({ where: { id } });
    const target = `webhook:${row.name}`;
    await recordAudit(tx, { tenantId: ctx.tenant.id, actor: ctx.principal.actor, action: "deleteWebhook", target });
  });
}
