import { listTenantMembers } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const GET = operatorRoute(({ ctx, param }) => listTenantMembers(ctx, { tenantId: param("id") }));
