import { ofTenant, rotateWebhook } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

/** The answer holds the new secret, this one time. */
export const POST = tenantRoute(({ ctx, param }) => rotateWebhook(ofTenant(ctx), { webhookId: param("id") }));
