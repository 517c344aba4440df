import { z } from "zod";
import { credentialNameSchema } from "./tenants.ts";

/** Where a tenant is told what became of accepted invocations. */
export const webhookSchema = z.object({
  id: z.string(),
  name: credentialNameSchema,
  url: z.string(),
  createdBy: z.string(),
  createdAt: z.string(),
  /** The newest delivery; null where there was none yet. */
  lastDelivery: z
    .object({
      state: z.enum(["pending", "delivered", "failed"]),
      status: z.number().int().nullable(),
      error: z.string().nullable(),
      at: z.string(),
    })
    .nullable(),
});
export type Webhook = z.infer<typeof webhookSchema>;

export const createWebhookSchema = z.object({ name: credentialNameSchema, url: z.url().max(1000) });

/** The only time that the signing secret is told. */
export const createdWebhookSchema = webhookSchema.extend({ secret: z.string() });
export type CreatedWebhook = z.infer<typeof createdWebhookSchema>;
