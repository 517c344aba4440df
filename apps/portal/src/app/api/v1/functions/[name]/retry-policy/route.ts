import { setRetryPolicySchema } from "@annex/contract";
import { setRetryPolicy } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const PUT = tenantRoute(async ({ ctx, param, input }) =>
  setRetryPolicy(ctx, { functionName: param("name"), ...(await input(setRetryPolicySchema)) }),
);
