import { createTenantSchema, tenantQuerySchema } from "@annex/contract";
import { createTenant, listTenants } from "@annex/control-plane";
import { env } from "@/env";
import { operatorRoute } from "@/server/route";

export const GET = operatorRoute(({ ctx, query }) => listTenants(ctx, query(tenantQuerySchema)));
/** The one answer that holds the invitation's link. */
export const POST = operatorRoute(
  async ({ ctx, input }) => createTenant(ctx, { ...(await input(createTenantSchema)), portalUrl: env().NEXTAUTH_URL }),
  201,
);
