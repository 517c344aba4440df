import { restoreFunctionSchema } from "@annex/contract";
import { restoreFunction } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const POST = tenantRoute(async ({ ctx, param, input }) =>
  restoreFunction(ctx, { functionId: param("id"), ...(await input(restoreFunctionSchema)) }),
);
