import { reapFunction } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

/** Removes it for good, now. */
export const DELETE = tenantRoute(({ ctx, param }) => reapFunction(ctx, { functionId: param("id") }));
