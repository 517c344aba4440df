import { getTenantRelease } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const GET = operatorRoute(({ ctx, param }) =>
  getTenantRelease(ctx, { tenantId: param("id"), name: param("name"), releaseNumber: param("number") }),
);
