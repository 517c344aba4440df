import { getPackageTypes, startPackageTypes } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";
import { waitQuery } from "@/server/wait-query";

export const GET = tenantRoute(({ ctx, param, query }) =>
  getPackageTypes(ctx, { functionName: param("name"), waitMs: query(waitQuery).wait * 1000 }),
);
export const POST = tenantRoute(({ ctx, param }) => startPackageTypes(ctx, { functionName: param("name") }), 201);
