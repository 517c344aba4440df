import { endAccess } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const DELETE = tenantRoute(({ ctx, param }) => endAccess(ctx, { accessId: param("id") }));
