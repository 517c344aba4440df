import { z } from "zod";
import { credentialNameSchema } from "./credentials.ts";

/** `held`: its tenant is suspended; it goes on its way when the tenant is resumed. */
export const deliveryStateSchema = z.enum(["pending", "delivered", "failed", "held"]);

/** Where a tenant is told what became of accepted invocations and of alerts; the operators, of their alerts. */
export const webhookSchema = z.object({
  id: z.string(),
  name: credentialNameSchema,
  url: z.string(),
  createdBy: z.string(),
  createdAt: z.string(),
  /** Until when messages bear a signature of the secret before a rotation too; null where there is none. */
  previousUntil: z.string().nullable(),
  /** The newest delivery; null where there was none yet. */
  lastDelivery: z
    .object({
      state: deliveryStateSchema,
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

/** One outcome told, or to be told, to a webhook. */
export const webhookDeliverySchema = z.object({
  id: z.string(),
  /** The accepted invocation that it tells of; null where it tells of an alert, or is a test. */
  invocationId: z.string().nullable(),
  /** Somebody tried the webhook. */
  isTest: z.boolean(),
  state: deliveryStateSchema,
  attempts: z.number().int(),
  /** The receiver's last answer, and what went wrong. */
  status: z.number().int().nullable(),
  error: z.string().nullable(),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
});
export type WebhookDelivery = z.infer<typeof webhookDeliverySchema>;

export const deliveryQuerySchema = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type DeliveryQuery = z.infer<typeof deliveryQuerySchema>;
