import { portalRoutes } from "@annex/contract";

/** The same operations of a tenant's webhooks and of the operators'. */
interface WebhookRoutes {
  readonly webhooks: () => string;
  readonly webhook: (id: string) => string;
  readonly webhookDeliveries: (id: string) => string;
  readonly rotateWebhook: (id: string) => string;
  readonly testWebhook: (id: string) => string;
  readonly redeliver: (id: string) => string;
}

/** Whose webhooks are shown. */
export type WebhookOwner = "tenant" | "operators";

export const webhookRoutes: Readonly<Record<WebhookOwner, WebhookRoutes>> = {
  tenant: portalRoutes,
  operators: portalRoutes.operator,
};
