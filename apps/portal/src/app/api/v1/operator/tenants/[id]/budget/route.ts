import { saveBudgetSchema } from "@annex/contract";
import { saveBudget } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const PUT = operatorRoute(async ({ ctx, param, input }) =>
  saveBudget(ctx, { tenantId: param("id"), ...(await input(saveBudgetSchema)) }),
);
