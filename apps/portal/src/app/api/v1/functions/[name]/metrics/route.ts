import { timeRangeSchema } from "@annex/contract";
import { getFunctionMetrics } from "@annex/control-plane";
import { z } from "zod";
import { tenantRoute } from "@/server/route";

const querySchema = z.object({ range: timeRangeSchema.default("24h") });

export const GET = tenantRoute(({ ctx, param, query }) =>
  getFunctionMetrics(ctx, { functionName: param("name"), ...query(querySchema) }),
);
