import { liftBudgetSchema } from "@annex/contract";
import { endLift, liftBudget } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const POST = operatorRoute(async ({ ctx, param, input }) =>
  liftBudget(ctx, { budgetId: param("id"), ...(await input(liftBudgetSchema)) }),
);
export const DELETE = operatorRoute(({ ctx, param }) => endLift(ctx, { budgetId: param("id") }));
