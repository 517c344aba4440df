import { listErrorGroups } from "@annex/control-plane";
import { rangeQuery } from "@/server/range-query";
import { tenantRoute } from "@/server/route";

export const GET = tenantRoute(({ ctx, param, query }) =>
  listErrorGroups(ctx, { functionName: param("name"), ...query(rangeQuery) }),
);
