import { tenantQuerySchema } from "@annex/contract";
import { listTenants } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const GET = operatorRoute(({ ctx, query }) => listTenants(ctx, query(tenantQuerySchema)));
