import { renameTenantSchema } from "@annex/contract";
import { getTenant, renameTenant } from "@annex/control-plane";
import { rangeQuery } from "@/server/range-query";
import { operatorRoute } from "@/server/route";

export const GET = operatorRoute(({ ctx, param, query }) =>
  getTenant(ctx, { tenantId: param("id"), ...query(rangeQuery) }),
);
export const PATCH = operatorRoute(async ({ ctx, param, input }) =>
  renameTenant(ctx, { tenantId: param("id"), ...(await input(renameTenantSchema)) }),
);
