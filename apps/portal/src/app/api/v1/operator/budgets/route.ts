import { budgetQuerySchema } from "@annex/contract";
import { listBudgets } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const GET = operatorRoute(({ ctx, query }) => listBudgets(ctx, query(budgetQuerySchema)));
