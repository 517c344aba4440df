import { promoteSchema } from "@annex/contract";
import { promoteDeployment } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const POST = tenantRoute(async ({ ctx, param, input }) =>
  promoteDeployment(ctx, { functionName: param("name"), deploymentId: param("id"), ...(await input(promoteSchema)) }),
);
