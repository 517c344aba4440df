import { listTenantErrors, loadTenantReader } from "@annex/control-plane";
import { rangeQuery } from "@/server/range-query";
import { operatorRoute } from "@/server/route";

export const GET = operatorRoute(async ({ ctx, param, query }) =>
  listTenantErrors(await loadTenantReader(ctx, { tenantId: param("id") }), query(rangeQuery)),
);
