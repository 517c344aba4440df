import { listMovers } from "@annex/control-plane";
import { rangeQuery } from "@/server/range-query";
import { operatorRoute } from "@/server/route";

export const GET = operatorRoute(({ ctx, query }) => listMovers(ctx, query(rangeQuery)));
