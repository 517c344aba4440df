import { ofOperators, rotateWebhook } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

/** The answer holds the new secret, this one time. */
export const POST = operatorRoute(({ ctx, param }) => rotateWebhook(ofOperators(ctx), { webhookId: param("id") }));
