import { AppError, type Budget, saveBudgetSchema } from "@annex/contract";
import type { Tx } from "@annex/db";
import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { periodOf } from "../budget/budget-period.ts";
import { budgetTarget, loadBudget, toBudget } from "../budget/to-budget.ts";
import { newId } from "../context/new-id.ts";
import { parse } from "../context/parse.ts";
import type { OperatorContext } from "../context/tenant-context.ts";
import { evaluateBudgetsIn } from "../evaluate-budgets/evaluate-budgets.ts";

const inputSchema = z.intersection(saveBudgetSchema, z.object({ tenantId: z.uuid("There is no such tenant.") }));

async function functionIdOf(tx: Tx, tenantId: string, name: string | null): Promise<string | null> {
  if (name === null) return null;
  const found = await tx.function.findFirst({ where: { tenantId, name, deletedAt: null }, select: { id: true } });
  if (found) return found.id;
  const message = `The tenant has no function named ${name}.`;
  throw new AppError("invalid_request", message, { errors: [{ path: "functionName", message }] });
}

/**
 * Makes the budget of a tenant (or of one of its functions) for a day or a month, or changes it. What it lets through
 * is decided anew at once; a lift ends. @throws AppError `not_found`, `invalid_request`.
 */
export async function saveBudget(
  ctx: Pick<OperatorContext, "db" | "principal">,
  input: z.input<typeof inputSchema>,
): Promise<Budget> {
  const { tenantId, functionName, period, amountUsd, ...rest } = parse(inputSchema, input);
  const { actor } = ctx.principal;
  return ctx.db.operator.$transaction(async (tx) => {
    // two operators who save the same new budget make one, one after the other
    const tenant = await tx.$queryRaw<unknown[]>`SELECT FROM tenants WHERE id = ${tenantId}::uuid FOR NO KEY UPDATE`;
    if (tenant.length === 0) throw new AppError("not_found", "There is no such tenant.");
    const functionId = await functionIdOf(tx, tenantId, functionName);
    const data = { ...rest, amountMicroUsd: BigInt(Math.round(amountUsd * 1e6)), updatedBy: actor };
    const lift = { liftedUntil: null, liftedBy: null, liftedReason: null };
    const known = await tx.budget.findFirst({ where: { tenantId, functionId, period }, select: { id: true } });
    const id = known?.id ?? newId();
    if (known) await tx.budget.update({ where: { id }, data: { ...data, ...lift } });
    else {
      const periodStart = periodOf(period, new Date()).from;
      await tx.budget.create({ data: { id, tenantId, functionId, period, periodStart, ...data } });
    }
    await evaluateBudgetsIn(tx, { tenantIds: [tenantId], anew: id });
    const row = await loadBudget(tx, id);
    const detail = { amountUsd, ...rest };
    await recordAudit(tx, { tenantId, actor, action: "saveBudget", target: budgetTarget(row), detail });
    return toBudget(row);
  });
}
