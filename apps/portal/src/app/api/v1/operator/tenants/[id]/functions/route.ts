import { listTenantFunctions } from "@annex/control-plane";
import { rangeQuery } from "@/server/range-query";
import { operatorRoute } from "@/server/route";

export const GET = operatorRoute(({ ctx, param, query }) =>
  listTenantFunctions(ctx, { tenantId: param("id"), ...query(rangeQuery) }),
);
