import { type TenantSummary, timeRangeSchema } from "@annex/contract";
import { z } from "zod";
import { parse } from "../context/parse.ts";
import type { OperatorContext } from "../context/tenant-context.ts";
import { emptyMetrics, metricsBy } from "../metrics/metrics.ts";
import { tenantInclude, toTenantSummary } from "./to-tenant-summary.ts";

const inputSchema = z.object({ range: timeRangeSchema.default("24h") });

/** Every tenant by name, with its metrics of the range. */
export async function listTenants(
  ctx: OperatorContext,
  input: z.input<typeof inputSchema> = {},
): Promise<TenantSummary[]> {
  const { range } = parse(inputSchema, input);
  const rows = await ctx.db.operator.tenant.findMany({ include: tenantInclude, orderBy: { name: "asc" } });
  const metrics = await metricsBy(ctx.db.operator, "tenant", { range });
  return rows.map((row) => toTenantSummary(row, metrics.get(row.id) ?? emptyMetrics(range)));
}
