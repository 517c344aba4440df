import { getTenantFunction } from "@annex/control-plane";
import { rangeQuery } from "@/server/range-query";
import { operatorRoute } from "@/server/route";

export const GET = operatorRoute(({ ctx, param, query }) =>
  getTenantFunction(ctx, { tenantId: param("id"), name: param("name"), ...query(rangeQuery) }),
);
