import { revokeAccessToken } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

/** Revokes; the token stays in the list. */
export const DELETE = tenantRoute(({ ctx, param }) => revokeAccessToken(ctx, { accessTokenId: param("id") }));
