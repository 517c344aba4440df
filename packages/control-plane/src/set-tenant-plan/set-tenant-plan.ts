import { AppError, type Quotas, setTenantPlanSchema } from "@annex/contract";
import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { parse } from "../context/parse.ts";
import type { OperatorContext } from "../context/tenant-context.ts";
import { toJson } from "../context/to-json.ts";
import { loadLimits } from "../quota/load-limits.ts";

const inputSchema = setTenantPlanSchema.extend({ tenantId: z.uuid("There is no such tenant.") });

/** Gives a tenant a plan, and limits of its own in place of the plan's. @throws AppError `not_found`, `invalid_request`. */
export async function setTenantPlan(ctx: OperatorContext, input: z.input<typeof inputSchema>): Promise<Quotas["plan"]> {
  const { tenantId, plan: planKey, quotas } = parse(inputSchema, input);
  return ctx.db.operator.$transaction(async (tx) => {
    const tenant = await tx.tenant.findUnique({ where: { id: tenantId }, select: { slug: true } });
    if (!tenant) throw new AppError("not_found", "There is no such tenant.");
    if (!(await tx.plan.findUnique({ where: { key: planKey } }))) {
      const message = `There is no plan ${planKey}.`;
      throw new AppError("invalid_request", message, { errors: [{ path: "plan", message }] });
    }
    await tx.tenant.update({ where: { id: tenantId }, data: { planKey, quotas: toJson(quotas) } });
    const { actor } = ctx.principal;
    const detail = { plan: planKey, quotas };
    await recordAudit(tx, { tenantId, actor, action: "setTenantPlan", target: `tenant:${tenant.slug}`, detail });
    return (await loadLimits(tx, tenantId)).plan;
  });
}
