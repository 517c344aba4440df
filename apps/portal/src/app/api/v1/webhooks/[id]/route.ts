import { deleteWebhook, ofTenant } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const DELETE = tenantRoute(({ ctx, param }) => deleteWebhook(ofTenant(ctx), { webhookId: param("id") }));
