import { costQuerySchema } from "@annex/contract";
import { listCosts } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const GET = operatorRoute(({ ctx, query }) => listCosts(ctx, query(costQuerySchema)));
