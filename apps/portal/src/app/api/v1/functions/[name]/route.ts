import { deleteFunction, getFunction } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const GET = tenantRoute(({ ctx, param }) => getFunction(ctx, { functionName: param("name") }));
export const DELETE = tenantRoute(({ ctx, param }) => deleteFunction(ctx, { functionName: param("name") }));
