import { type Plan, planLimitsSchema } from "@annex/contract";
import type { Prisma } from "@annex/db";
import type { OperatorContext } from "../context/tenant-context.ts";

export const planInclude = { _count: { select: { tenants: true } } } as const satisfies Prisma.PlanInclude;

export function toPlan(row: Prisma.PlanGetPayload<{ include: typeof planInclude }>): Plan {
  const { key, name, priceCents } = row;
  const priceUsd = priceCents === null ? null : priceCents / 100;
  return { key, name, priceUsd, limits: planLimitsSchema.parse(row.limits), tenants: row._count.tenants };
}

/** Every plan, and how many tenants have it. */
export async function listPlans(ctx: OperatorContext): Promise<Plan[]> {
  const rows = await ctx.db.operator.plan.findMany({ include: planInclude, orderBy: { createdAt: "asc" } });
  return rows.map(toPlan);
}
