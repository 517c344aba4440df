import { getPlatformMetrics } from "@annex/control-plane";
import { z } from "zod";
import { rangeQuery } from "@/server/range-query";
import { operatorRoute } from "@/server/route";

const querySchema = rangeQuery.extend({ tenant: z.uuid("There is no such tenant.").optional() });

export const GET = operatorRoute(({ ctx, query }) => {
  const { range, tenant } = query(querySchema);
  return getPlatformMetrics(ctx, tenant ? { range, tenantId: tenant } : { range });
});
