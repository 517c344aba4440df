import { AppError, type PlanDetail } from "@annex/contract";
import type { OperatorContext } from "../context/tenant-context.ts";
import { monthSpan } from "../list-costs/month-span.ts";
import { planInclude, toPlan } from "../list-plans/list-plans.ts";
import { readTenantUse } from "../plan-use/read-tenant-use.ts";
import { toPlanTenant, toPlanUse } from "../plan-use/to-plan-use.ts";

/** A plan with the tenants that have it, by name. @throws AppError `not_found`. */
export async function getPlan(
  ctx: OperatorContext,
  { key }: { readonly key: string },
  now = new Date(),
): Promise<PlanDetail> {
  const { operator } = ctx.db;
  const row = await operator.plan.findUnique({ where: { key }, include: planInclude });
  if (!row) throw new AppError("not_found", `There is no plan ${key}.`);
  const { month, from } = monthSpan(undefined, now);
  const plan = toPlan(row);
  const uses = await readTenantUse(operator, { month: from, now, planKey: key });
  const members = uses.map((use) => toPlanTenant(plan, use));
  return { ...toPlanUse(plan, month, members), members };
}
