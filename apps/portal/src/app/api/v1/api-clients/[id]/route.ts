import { revokeApiClient } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

/** Revokes; the client stays in the list. */
export const DELETE = tenantRoute(({ ctx, param }) => revokeApiClient(ctx, { apiClientId: param("id") }));
