import { AppError, type TenantFunction, timeRangeSchema } from "@annex/contract";
import { listErrorGroups } from "@annex/telemetry";
import { z } from "zod";
import { parse } from "../context/parse.ts";
import type { OperatorContext } from "../context/tenant-context.ts";
import { metricsSeries } from "../metrics/metrics-series.ts";

const inputSchema = z.object({
  tenantId: z.uuid("There is no such tenant."),
  name: z.string().max(80),
  range: timeRangeSchema.default("24h"),
});

/** One function of a tenant as an operator sees it: how it goes and what goes wrong, no code. @throws AppError `not_found`. */
export async function getTenantFunction(
  ctx: OperatorContext,
  input: z.input<typeof inputSchema>,
): Promise<TenantFunction> {
  const { tenantId, name, range } = parse(inputSchema, input);
  const { operator } = ctx.db;
  const found = await operator.function.findFirst({
    where: { tenantId, name },
    select: {
      id: true,
      name: true,
      tenant: { select: { name: true, slug: true } },
      liveRelease: { select: { number: true } },
    },
  });
  if (!found) throw new AppError("not_found", "There is no such function.");
  const { id: functionId, tenant, liveRelease } = found;
  return {
    functionId,
    name,
    tenant,
    liveReleaseNumber: liveRelease?.number ?? null,
    metrics: await metricsSeries(operator, range, { tenantId, functionId }),
    errorGroups: await listErrorGroups(operator, functionId, range),
  };
}
