import { deploySchema } from "@annex/contract";
import { listDeployments, publishRelease } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const GET = tenantRoute(({ ctx, param }) => listDeployments(ctx, { functionName: param("name") }));
export const POST = tenantRoute(
  async ({ ctx, param, input }) => publishRelease(ctx, { functionName: param("name"), ...(await input(deploySchema)) }),
  201,
);
