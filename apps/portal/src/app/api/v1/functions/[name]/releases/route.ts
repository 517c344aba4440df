import { listReleases } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const GET = tenantRoute(({ ctx, param }) => listReleases(ctx, { functionName: param("name") }));
