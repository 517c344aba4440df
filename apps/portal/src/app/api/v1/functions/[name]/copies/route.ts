import { copyFunctionSchema } from "@annex/contract";
import { copyFunction } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const POST = tenantRoute(
  async ({ ctx, param, input }) =>
    copyFunction(ctx, { functionName: param("name"), ...(await input(copyFunctionSchema)) }),
  201,
);
