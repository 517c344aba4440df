import { type Plan, type PlanTenant, type PlanUse, planLimitsSchema } from "@annex/contract";
import { limitUses, nearlyUsedUp, type TenantUse } from "./read-tenant-use.ts";

const limitKeys = planLimitsSchema.keyof().options;

/** A tenant beside the plan that it has. Pure. */
export function toPlanTenant({ limits, priceUsd }: Plan, use: TenantUse): PlanTenant {
  const { id, name, slug, suspended, costUsd, quotas } = use;
  const uses = limitUses(use, limits);
  return {
    ...{ id, name, slug, suspended, costUsd },
    marginUsd: priceUsd === null ? null : priceUsd - costUsd,
    ownLimits: limitKeys.filter((key) => quotas[key] !== undefined),
    near: nearlyUsedUp(uses),
  };
}

/** What a plan's tenants cost and pay in the month. Pure. */
export function toPlanUse(plan: Plan, month: string, members: readonly PlanTenant[]): PlanUse {
  const costUsd = members.reduce((sum, member) => sum + member.costUsd, 0);
  const revenueUsd = plan.priceUsd === null ? null : plan.priceUsd * members.length;
  return {
    ...{ ...plan, tenants: members.length, month, costUsd, revenueUsd },
    marginUsd: revenueUsd === null ? null : revenueUsd - costUsd,
    nearLimit: members.filter(({ near }) => near.length > 0).length,
  };
}
