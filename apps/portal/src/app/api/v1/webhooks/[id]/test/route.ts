import { ofTenant, testWebhook } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const POST = tenantRoute(({ ctx, param }) => testWebhook(ofTenant(ctx), { webhookId: param("id") }), 201);
