import { rotateApiClientKeySchema } from "@annex/contract";
import { rotateApiClientKey } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const PUT = tenantRoute(async ({ ctx, param, input }) =>
  rotateApiClientKey(ctx, { apiClientId: param("id"), ...(await input(rotateApiClientKeySchema)) }),
);
