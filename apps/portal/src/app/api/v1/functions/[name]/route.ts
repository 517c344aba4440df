import { updateFunctionSchema } from "@annex/contract";
import { deleteFunction, getFunction, updateFunction } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const GET = tenantRoute(({ ctx, param }) => getFunction(ctx, { functionName: param("name") }));
export const PATCH = tenantRoute(async ({ ctx, param, input }) =>
  updateFunction(ctx, { functionName: param("name"), ...(await input(updateFunctionSchema)) }),
);
/** Into the bin. */
export const DELETE = tenantRoute(({ ctx, param }) => deleteFunction(ctx, { functionName: param("name") }));
