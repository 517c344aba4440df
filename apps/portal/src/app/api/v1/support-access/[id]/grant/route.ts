import { grantAccessSchema } from "@annex/contract";
import { grantAccess } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const POST = tenantRoute(async ({ ctx, param, input }) =>
  grantAccess(ctx, { accessId: param("id"), ...(await input(grantAccessSchema)) }),
);
