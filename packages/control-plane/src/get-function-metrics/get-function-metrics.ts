import { type Metrics, timeRangeSchema } from "@annex/contract";
import { z } from "zod";
import { parse } from "../context/parse.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { loadFunction } from "../function/load-function.ts";
import { metricsSeries } from "../metrics/metrics-series.ts";

const inputSchema = z.object({ functionName: z.string(), range: timeRangeSchema.default("24h") });

/** Totals and time series of one function of the tenant. @throws AppError `not_found`, `invalid_request`. */
export function getFunctionMetrics(ctx: TenantContext, input: z.input<typeof inputSchema>): Promise<Metrics> {
  const { functionName, range } = parse(inputSchema, input);
  return ctx.db.run(async (tx) => {
    const { id } = await loadFunction(tx, functionName);
    return metricsSeries(tx, range, { tenantId: ctx.tenant.id, functionId: id });
  });
}
