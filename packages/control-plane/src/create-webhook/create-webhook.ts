import { AppError, type CreatedWebhook, createWebhookSchema } from "@annex/contract";
import { seal } from "@annex/envelope";
import type { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { newId } from "../context/new-id.ts";
import type { OwnerContext } from "../context/owner-context.ts";
import { parse } from "../context/parse.ts";
import { refuseTaken } from "../context/refuse-taken.ts";
import { toWebhook, webhookSelect } from "../list-webhooks/to-webhook.ts";
import { webhookContext } from "./webhook-context.ts";
import { newWebhookSecret } from "./webhook-secret.ts";

function checkUrl(url: string): void {
  const { protocol, username, password, hash } = new URL(url);
  const isPlain = username === "" && password === "" && hash === "";
  if ((protocol === "https:" || protocol === "http:") && isPlain) return;
  const message = "A webhook's URL begins with https:// and holds no user, password or fragment.";
  throw new AppError("invalid_request", message, { errors: [{ path: "url", message }] });
}

/**
 * Makes a webhook with a random 256-bit signing secret, which is told this one time. Whether its host may be reached
 * is decided at each delivery, when its name is resolved.
 */
export async function createWebhook(
  ctx: OwnerContext,
  input: z.input<typeof createWebhookSchema>,
): Promise<CreatedWebhook> {
  const { name, url } = parse(createWebhookSchema, input);
  ctx.authoriseChange();
  checkUrl(url);
  const { tenantId, actor: createdBy } = ctx;
  const id = newId();
  const secret = newWebhookSecret();
  try {
    return await ctx.run(async (tx) => {
      const sealed = seal(ctx.masterKey, secret, webhookContext(tenantId, id));
      const row = await tx.webhook.create({
        data: { id, tenantId, name, url, createdBy, ...sealed },
        select: webhookSelect,
      });
      const target = `webhook:${name}`;
      await recordAudit(tx, { tenantId, actor: createdBy, action: "createWebhook", target, detail: { url } });
      return { ...toWebhook(row), secret };
    });
  } catch (error) {
    refuseTaken(error, "name", `There is a webhook named ${name} already. Choose another name.`);
  }
}
