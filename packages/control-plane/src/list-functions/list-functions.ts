import { draftContentSchema, type FunctionSummary } from "@annex/contract";
import type { Prisma } from "@annex/db";
import type { TenantContext } from "../context/tenant-context.ts";
import { emptyMetrics, type MetricsRow, metricsBy } from "../metrics/metrics.ts";

const include = {
  draft: true,
  liveRelease: { include: { deployments: { where: { state: "active" }, orderBy: { finishedAt: "desc" }, take: 1 } } },
  deployments: { orderBy: { createdAt: "desc" }, take: 1, select: { state: true } },
  bindings: { where: { enabled: true }, include: { extensionPoint: { select: { key: true } } } },
} as const satisfies Prisma.FunctionInclude;

type Row = Prisma.FunctionGetPayload<{ include: typeof include }>;

function stateOf(row: Row): FunctionSummary["state"] {
  if (row.liveRelease) return "active";
  const latest = row.deployments[0]?.state;
  if (!latest) return "draft";
  return latest === "failed" ? "failed" : "deploying";
}

function toSummary(row: Row, metrics: MetricsRow): FunctionSummary {
  const content = draftContentSchema.parse(row.draft?.content);
  const live = row.liveRelease;
  const deployedAt = live?.deployments[0]?.finishedAt ?? live?.createdAt;
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    language: content.language,
    runtime: content.runtime,
    state: stateOf(row),
    liveRelease: live && deployedAt ? { number: live.number, deployedAt: deployedAt.toISOString() } : null,
    extensionPoints: row.bindings.map(({ extensionPoint }) => extensionPoint.key),
    invocations24h: metrics.totals.invocations,
    errors24h: metrics.totals.errors,
    p95Ms: metrics.totals.p95Ms,
    sparkline: metrics.sparkline,
    updatedAt: (row.draft?.updatedAt ?? row.updatedAt).toISOString(),
  };
}

/** Every function of the tenant by name, with its last 24 hours. */
export function listFunctions(ctx: TenantContext): Promise<FunctionSummary[]> {
  return ctx.db.run(async (tx) => {
    const rows = await tx.function.findMany({ where: { deletedAt: null }, include, orderBy: { name: "asc" } });
    const metrics = await metricsBy(tx, "function", { range: "24h", tenantId: ctx.tenant.id });
    return rows.map((row) => toSummary(row, metrics.get(row.id) ?? emptyMetrics("24h")));
  });
}
