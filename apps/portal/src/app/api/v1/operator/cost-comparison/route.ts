import { costComparisonQuerySchema } from "@annex/contract";
import { compareCosts } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const GET = operatorRoute(({ ctx, query }) => compareCosts(ctx, query(costComparisonQuerySchema)));
