import { freezeDeployment, unfreezeDeployment } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const PUT = tenantRoute(({ ctx, param }) =>
  freezeDeployment(ctx, { functionName: param("name"), deploymentId: param("id") }),
);
export const DELETE = tenantRoute(({ ctx, param }) =>
  unfreezeDeployment(ctx, { functionName: param("name"), deploymentId: param("id") }),
);
