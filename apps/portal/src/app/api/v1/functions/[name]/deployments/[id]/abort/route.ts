import { abortSchema } from "@annex/contract";
import { abortDeployment } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const POST = tenantRoute(async ({ ctx, param, input }) =>
  abortDeployment(ctx, { functionName: param("name"), deploymentId: param("id"), ...(await input(abortSchema)) }),
);
