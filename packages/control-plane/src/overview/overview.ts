import { type Overview, timeRangeSchema } from "@annex/contract";
import { windowStart } from "@annex/telemetry";
import { z } from "zod";
import { parse } from "../context/parse.ts";
import type { OperatorContext } from "../context/tenant-context.ts";
import { underway } from "../deployment/underway.ts";
import { platformMetrics } from "../metrics/metrics.ts";

const inputSchema = z.object({ range: timeRangeSchema.default("24h") });

/** The platform at a glance: how many of what, and the totals of the range. */
export async function overview(ctx: OperatorContext, input: z.input<typeof inputSchema> = {}): Promise<Overview> {
  const { range } = parse(inputSchema, input);
  const { operator } = ctx.db;
  const since = windowStart(range, new Date());
  const [tenants, suspendedTenants, functions, liveFunctions, deploymentsUnderway, failedDeployments, metrics] =
    await Promise.all([
      operator.tenant.count(),
      operator.tenant.count({ where: { status: "suspended" } }),
      operator.function.count({ where: { deletedAt: null } }),
      operator.function.count({ where: { liveReleaseId: { not: null } } }),
      operator.deployment.count({ where: { state: { in: [...underway] } } }),
      operator.deployment.count({ where: { state: "failed", createdAt: { gte: since } } }),
      platformMetrics(operator, range),
    ]);
  const counts = { tenants, suspendedTenants, functions, liveFunctions, deploymentsUnderway, failedDeployments };
  return { ...counts, ...metrics };
}
