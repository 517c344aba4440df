import { requestAccessSchema } from "@annex/contract";
import { listTenantAccess, requestAccess } from "@annex/control-plane";
import { env } from "@/env";
import { operatorRoute } from "@/server/route";

export const GET = operatorRoute(({ ctx, param }) => listTenantAccess(ctx, { tenantId: param("id") }));
export const POST = operatorRoute(async ({ ctx, param, input }) => {
  const wanted = await input(requestAccessSchema);
  return requestAccess(ctx, { tenantId: param("id"), ...wanted, portalUrl: env().NEXTAUTH_URL });
}, 201);
