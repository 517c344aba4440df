import { z } from "zod";
import { pageSchema } from "../operations.ts";
import {
  createdWebhookSchema,
  createWebhookSchema,
  deliveryQuerySchema,
  webhookDeliverySchema,
  webhookSchema,
} from "../webhooks.ts";
import { type PortalRule, rule } from "./rule.ts";

const operator = { role: "operator", scope: null } as const;
const webhook = "/operator/webhooks/{id}" as const;

/** Where the platform's own alerts are told. */
export const operatorWebhookRules: readonly PortalRule[] = [
  rule("GET /operator/webhooks", "List the operators' webhooks", { ...operator, answer: z.array(webhookSchema) }),
  rule("POST /operator/webhooks", "Create a webhook of the operators", {
    ...{ ...operator, body: createWebhookSchema, answer: createdWebhookSchema, status: 201 },
  }),
  rule(`DELETE ${webhook}`, "Delete a webhook of the operators", { ...operator, answer: null }),
  rule(`POST ${webhook}/rotate`, "Give a webhook a new signing secret; the one before signs too for a day", {
    ...{ ...operator, answer: createdWebhookSchema },
  }),
  rule(`POST ${webhook}/test`, "Send a message to a webhook, to try it", {
    ...{ ...operator, answer: webhookDeliverySchema, status: 201 },
  }),
  rule(`GET ${webhook}/deliveries`, "List a webhook's deliveries", {
    ...{ ...operator, query: deliveryQuerySchema, answer: pageSchema(webhookDeliverySchema) },
  }),
  rule("POST /operator/webhook-deliveries/{id}/redeliver", "Deliver to a webhook once more", {
    ...{ ...operator, answer: webhookDeliverySchema },
  }),
];
