import { ofOperators, testWebhook } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const POST = operatorRoute(({ ctx, param }) => testWebhook(ofOperators(ctx), { webhookId: param("id") }), 201);
