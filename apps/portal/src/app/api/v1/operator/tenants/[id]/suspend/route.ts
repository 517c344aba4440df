import { suspendSchema } from "@annex/contract";
import { suspendTenant } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const POST = operatorRoute(async ({ ctx, param, input }) =>
  suspendTenant(ctx, { tenantId: param("id"), ...(await input(suspendSchema)) }),
);
