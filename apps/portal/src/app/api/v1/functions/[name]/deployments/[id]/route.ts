import { getDeployment } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const GET = tenantRoute(({ ctx, param }) =>
  getDeployment(ctx, { functionName: param("name"), deploymentId: param("id") }),
);
