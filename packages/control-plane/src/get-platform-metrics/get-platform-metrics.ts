import { type Metrics, timeRangeSchema } from "@annex/contract";
import { z } from "zod";
import { parse } from "../context/parse.ts";
import type { OperatorContext } from "../context/tenant-context.ts";
import { metricsSeries } from "../metrics/metrics-series.ts";

const inputSchema = z.object({
  range: timeRangeSchema.default("24h"),
  tenantId: z.uuid("There is no such tenant.").optional(),
});

/** Totals and time series over all tenants, or of one. @throws AppError `invalid_request`. */
export function getPlatformMetrics(ctx: OperatorContext, input: z.input<typeof inputSchema> = {}): Promise<Metrics> {
  const { range, tenantId } = parse(inputSchema, input);
  return metricsSeries(ctx.db.operator, range, tenantId ? { tenantId } : {});
}
