import { getDeployment } from "@annex/control-plane";
import { deploymentStream } from "@/server/deployment-stream";
import { tenantRoute } from "@/server/route";

export const GET = tenantRoute(async ({ ctx, param, request }) => {
  const input = { functionName: param("name"), deploymentId: param("id") };
  const first = await getDeployment(ctx, input);
  return deploymentStream(first, () => getDeployment(ctx, input), request.signal);
});
