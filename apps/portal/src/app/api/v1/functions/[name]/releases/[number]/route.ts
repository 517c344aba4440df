import { getRelease } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const GET = tenantRoute(({ ctx, param }) =>
  getRelease(ctx, { functionName: param("name"), releaseNumber: param("number") }),
);
