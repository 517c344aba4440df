import { planLimitsSchema, type Quotas } from "@annex/contract";
import type { TenantContext } from "../context/tenant-context.ts";
import { loadLimits } from "../quota/load-limits.ts";

/** What the tenant may have, and what it has of it. */
export function getQuotas(ctx: TenantContext): Promise<Quotas> {
  return ctx.db.run(async (tx) => {
    const { plan, limits, own } = await loadLimits(tx, ctx.tenant.id);
    const functions = await tx.function.count({ where: { deletedAt: null } });
    const [most] = await tx.release.groupBy({
      by: ["functionId"],
      where: { function: { deletedAt: null } },
      _count: true,
      orderBy: { _count: { functionId: "desc" } },
      take: 1,
    });
    const day = new Date(new Date().toISOString().slice(0, 10));
    const today = await tx.tenantUsage.findUnique({ where: { tenantId_day: { tenantId: ctx.tenant.id, day } } });
    const used: Partial<Record<keyof typeof limits, number>> = {
      functions,
      releases: most?._count ?? 0,
      invocationsPerDay: Number(today?.invocations ?? 0),
      spendCentsPerDay: Number(today?.costPicoUsd ?? 0) / 1e10,
    };
    const keys = planLimitsSchema.keyof().options;
    return {
      plan,
      limits: keys.map((key) => ({ key, limit: limits[key], used: used[key] ?? null, own: own.has(key) })),
    };
  });
}
