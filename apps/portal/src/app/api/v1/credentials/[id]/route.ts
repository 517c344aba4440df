import { deleteCredential } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const DELETE = tenantRoute(({ ctx, param }) => deleteCredential(ctx, { credentialId: param("id") }));
