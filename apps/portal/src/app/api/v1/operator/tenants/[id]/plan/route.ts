import { setTenantPlanSchema } from "@annex/contract";
import { setTenantPlan } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const PUT = operatorRoute(async ({ ctx, param, input }) =>
  setTenantPlan(ctx, { tenantId: param("id"), ...(await input(setTenantPlanSchema)) }),
);
