import { listBindings, loadTenantReader } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const GET = operatorRoute(async ({ ctx, param }) =>
  listBindings(await loadTenantReader(ctx, { tenantId: param("id") })),
);
