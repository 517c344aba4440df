import { type Plan, type PlanUse, planLimitsSchema } from "@annex/contract";
import type { Prisma } from "@annex/db";
import type { OperatorContext } from "../context/tenant-context.ts";
import { monthSpan } from "../list-costs/month-span.ts";
import { readTenantUse } from "../plan-use/read-tenant-use.ts";
import { toPlanTenant, toPlanUse } from "../plan-use/to-plan-use.ts";

export const planInclude = { _count: { select: { tenants: true } } } as const satisfies Prisma.PlanInclude;

export function toPlan(row: Prisma.PlanGetPayload<{ include: typeof planInclude }>): Plan {
  const { key, name, priceCents } = row;
  const priceUsd = priceCents === null ? null : priceCents / 100;
  return { key, name, priceUsd, limits: planLimitsSchema.parse(row.limits), tenants: row._count.tenants };
}

/** Every plan, with how many tenants have it, what they cost and pay this month, and how many are near a limit. */
export async function listPlans(ctx: OperatorContext, now = new Date()): Promise<PlanUse[]> {
  const { operator } = ctx.db;
  const { month, from } = monthSpan(undefined, now);
  const rows = await operator.plan.findMany({ include: planInclude, orderBy: { createdAt: "asc" } });
  const uses = await readTenantUse(operator, { month: from, now });
  return rows.map(toPlan).map((plan) => {
    const members = uses.filter(({ planKey }) => planKey === plan.key).map((use) => toPlanTenant(plan, use));
    return toPlanUse(plan, month, members);
  });
}
