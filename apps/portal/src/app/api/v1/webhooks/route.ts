import { createWebhookSchema } from "@annex/contract";
import { createWebhook, listWebhooks, ofTenant } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const GET = tenantRoute(({ ctx }) => listWebhooks(ofTenant(ctx)));
/** The one answer that holds the signing secret. */
export const POST = tenantRoute(
  async ({ ctx, input }) => createWebhook(ofTenant(ctx), await input(createWebhookSchema)),
  201,
);
