import { AppError, type TenantSummary, timeRangeSchema } from "@annex/contract";
import { z } from "zod";
import { parse } from "../context/parse.ts";
import type { OperatorContext } from "../context/tenant-context.ts";
import { tenantInclude, toTenantSummary } from "../list-tenants/to-tenant-summary.ts";
import { emptyMetrics, metricsBy } from "../metrics/metrics.ts";

const inputSchema = z.object({ tenantId: z.uuid("There is no such tenant."), range: timeRangeSchema.default("24h") });

/** @throws AppError `not_found`. */
export async function getTenant(ctx: OperatorContext, input: z.input<typeof inputSchema>): Promise<TenantSummary> {
  const { tenantId, range } = parse(inputSchema, input);
  const row = await ctx.db.operator.tenant.findUnique({ where: { id: tenantId }, include: tenantInclude });
  if (!row) throw new AppError("not_found", "There is no such tenant.");
  const metrics = await metricsBy(ctx.db.operator, "tenant", { range, tenantId });
  return toTenantSummary(row, metrics.get(row.id) ?? emptyMetrics(range));
}
