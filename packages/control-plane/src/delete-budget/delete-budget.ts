import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { budgetTarget, loadBudget } from "../budget/to-budget.ts";
import { parse } from "../context/parse.ts";
import type { OperatorContext } from "../context/tenant-context.ts";

const inputSchema = z.object({ budgetId: z.uuid("There is no such budget.") });

/** Removes a budget: what it stopped goes through again. @throws AppError `not_found`. */
export async function deleteBudget(ctx: OperatorContext, input: z.input<typeof inputSchema>): Promise<void> {
  const { budgetId: id } = parse(inputSchema, input);
  await ctx.db.operator.$transaction(async (tx) => {
    const row = await loadBudget(tx, id);
    await tx.budget.delete({ where: { id } });
    const { actor } = ctx.principal;
    await recordAudit(tx, { tenantId: row.tenantId, actor, action: "deleteBudget", target: budgetTarget(row) });
  });
}
