import { deleteWebhook, ofOperators } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const DELETE = operatorRoute(({ ctx, param }) => deleteWebhook(ofOperators(ctx), { webhookId: param("id") }));
