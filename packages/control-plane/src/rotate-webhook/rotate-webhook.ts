import type { CreatedWebhook } from "@annex/contract";
import { seal } from "@annex/envelope";
import type { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import type { OwnerContext } from "../context/owner-context.ts";
import { parse } from "../context/parse.ts";
import { webhookContext } from "../create-webhook/webhook-context.ts";
import { newWebhookSecret } from "../create-webhook/webhook-secret.ts";
import { loadWebhook, webhookIdSchema } from "../list-webhooks/load-webhook.ts";
import { toWebhook, webhookSelect } from "../list-webhooks/to-webhook.ts";

const overlapMs = 24 * 3_600_000;

/**
 * Gives a webhook a new signing secret, told this one time. For a day each message bears a signature of both, so that a
 * receiver changes over without a gap; a secret that was rotated away before is worth nothing from now on.
 * @throws AppError `not_found`.
 */
export function rotateWebhook(ctx: OwnerContext, input: z.input<typeof webhookIdSchema>): Promise<CreatedWebhook> {
  const { webhookId: id } = parse(webhookIdSchema, input);
  const { tenantId, actor } = ctx;
  return ctx.run(async (tx) => {
    const { name, ciphertext, wrappedKey, keyId } = await loadWebhook(tx, tenantId, id);
    ctx.authoriseChange();
    const secret = newWebhookSecret();
    const row = await tx.webhook.update({
      where: { id },
      data: {
        ...seal(ctx.masterKey, secret, webhookContext(tenantId, id)),
        previousCiphertext: ciphertext,
        previousWrappedKey: wrappedKey,
        previousKeyId: keyId,
        previousUntil: new Date(Date.now() + overlapMs),
      },
      select: webhookSelect,
    });
    await recordAudit(tx, { tenantId, actor, action: "rotateWebhook", target: `webhook:${name}` });
    return { ...toWebhook(row), secret };
  });
}
