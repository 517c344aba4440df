import { type FunctionMetrics, timeRangeSchema } from "@annex/contract";
import { z } from "zod";
import { parse } from "../context/parse.ts";
import type { OperatorContext } from "../context/tenant-context.ts";
import { emptyMetrics, metricsBy } from "../metrics/metrics.ts";

const inputSchema = z.object({ tenantId: z.uuid("There is no such tenant."), range: timeRangeSchema.default("24h") });

/** One tenant's functions by name, with their metrics of the range. */
export async function listTenantFunctions(
  ctx: OperatorContext,
  input: z.input<typeof inputSchema>,
): Promise<FunctionMetrics[]> {
  const { tenantId, range } = parse(inputSchema, input);
  const rows = await ctx.db.operator.function.findMany({
    where: { tenantId, deletedAt: null },
    select: { id: true, name: true, liveRelease: { select: { number: true } } },
    orderBy: { name: "asc" },
  });
  const metrics = await metricsBy(ctx.db.operator, "function", { range, tenantId });
  return rows.map(({ id, name, liveRelease }) => ({
    functionId: id,
    name,
    liveReleaseNumber: liveRelease?.number ?? null,
    ...(metrics.get(id) ?? emptyMetrics(range)),
  }));
}
