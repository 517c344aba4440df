import { getDeploymentMetrics } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const GET = tenantRoute(({ ctx, param }) =>
  getDeploymentMetrics(ctx, { functionName: param("name"), deploymentId: param("id") }),
);
