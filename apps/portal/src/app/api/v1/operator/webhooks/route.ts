import { createWebhookSchema } from "@annex/contract";
import { createWebhook, listWebhooks, ofOperators } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const GET = operatorRoute(({ ctx }) => listWebhooks(ofOperators(ctx)));
/** The one answer that holds the signing secret. */
export const POST = operatorRoute(
  async ({ ctx, input }) => createWebhook(ofOperators(ctx), await input(createWebhookSchema)),
  201,
);
