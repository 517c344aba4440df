import { type Budget, budgetQuerySchema } from "@annex/contract";
import type { z } from "zod";
import { budgetInclude, toBudget } from "../budget/to-budget.ts";
import { parse } from "../context/parse.ts";
import type { OperatorContext } from "../context/tenant-context.ts";

/** Every budget, or one tenant's; by tenant, its own before those of its functions. */
export async function listBudgets(
  ctx: OperatorContext,
  input: z.input<typeof budgetQuerySchema> = {},
): Promise<Budget[]> {
  const { tenant } = parse(budgetQuerySchema, input);
  const rows = await ctx.db.operator.budget.findMany({
    where: tenant === undefined ? {} : { tenantId: tenant },
    include: budgetInclude,
    orderBy: [{ tenant: { name: "asc" } }, { functionId: { sort: "asc", nulls: "first" } }, { period: "asc" }],
  });
  return rows.map((row) => toBudget(row));
}
