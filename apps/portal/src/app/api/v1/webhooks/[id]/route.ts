import { deleteWebhook } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const DELETE = tenantRoute(({ ctx, param }) => deleteWebhook(ctx, { webhookId: param("id") }));
