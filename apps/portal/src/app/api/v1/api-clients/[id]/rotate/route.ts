import { rotateApiClientSchema } from "@annex/contract";
import { rotateApiClient } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

/** The one answer that holds the new secret. */
export const POST = tenantRoute(async ({ ctx, param, input }) =>
  rotateApiClient(ctx, { apiClientId: param("id"), ...(await input(rotateApiClientSchema)) }),
);
