import { type Budget, budgetPeriodSchema, liftBudgetSchema } from "@annex/contract";
import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { periodOf } from "../budget/budget-period.ts";
import { budgetTarget, loadBudget, toBudget } from "../budget/to-budget.ts";
import { parse } from "../context/parse.ts";
import type { OperatorContext } from "../context/tenant-context.ts";

const idSchema = z.object({ budgetId: z.uuid("There is no such budget.") });
const inputSchema = liftBudgetSchema.extend(idSchema.shape);

/** Lets calls through that a budget stops, for some hours, at most to the end of its period. @throws AppError `not_found`. */
export async function liftBudget(
  ctx: Pick<OperatorContext, "db" | "principal">,
  input: z.input<typeof inputSchema>,
): Promise<Budget> {
  const { budgetId: id, reason, hours } = parse(inputSchema, input);
  const { actor } = ctx.principal;
  return ctx.db.operator.$transaction(async (tx) => {
    const row = await loadBudget(tx, id);
    const { to } = periodOf(budgetPeriodSchema.parse(row.period), new Date());
    const until = new Date(Math.min(Date.now() + hours * 3_600_000, to.getTime()));
    await tx.budget.update({ where: { id }, data: { liftedUntil: until, liftedBy: actor, liftedReason: reason } });
    const detail = { reason, until };
    await recordAudit(tx, { tenantId: row.tenantId, actor, action: "liftBudget", target: budgetTarget(row), detail });
    return toBudget(await loadBudget(tx, id));
  });
}

/** Lets a budget act again that was lifted. @throws AppError `not_found`. */
export async function endLift(
  ctx: Pick<OperatorContext, "db" | "principal">,
  input: z.input<typeof idSchema>,
): Promise<Budget> {
  const { budgetId: id } = parse(idSchema, input);
  const { actor } = ctx.principal;
  return ctx.db.operator.$transaction(async (tx) => {
    const row = await loadBudget(tx, id);
    await tx.budget.update({ where: { id }, data: { liftedUntil: null, liftedBy: null, liftedReason: null } });
    await recordAudit(tx, { tenantId: row.tenantId, actor, action: "endLift", target: budgetTarget(row) });
    return toBudget(await loadBudget(tx, id));
  });
}
