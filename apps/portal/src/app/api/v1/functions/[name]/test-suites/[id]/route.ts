import { getTestSuite } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";
import { waitQuery } from "@/server/wait-query";

export const GET = tenantRoute(({ ctx, param, query }) =>
  getTestSuite(ctx, { functionName: param("name"), suiteId: param("id"), waitMs: query(waitQuery).wait * 1000 }),
);
