import { deleteBudget } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const DELETE = operatorRoute(({ ctx, param }) => deleteBudget(ctx, { budgetId: param("id") }));
