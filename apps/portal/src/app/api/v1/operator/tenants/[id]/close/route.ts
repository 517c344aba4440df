import { closeTenantSchema } from "@annex/contract";
import { closeTenant } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const POST = operatorRoute(async ({ ctx, param, input }) =>
  closeTenant(ctx, { tenantId: param("id"), ...(await input(closeTenantSchema)) }),
);
