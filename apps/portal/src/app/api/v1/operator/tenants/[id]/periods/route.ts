import { periodQuerySchema } from "@annex/contract";
import { comparePeriods } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const GET = operatorRoute(({ ctx, param, query }) =>
  comparePeriods(ctx, { tenantId: param("id"), ...query(periodQuerySchema) }),
);
