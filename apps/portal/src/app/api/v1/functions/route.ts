import { createFunctionSchema } from "@annex/contract";
import { createFunction, listFunctions } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const GET = tenantRoute(({ ctx }) => listFunctions(ctx));
export const POST = tenantRoute(async ({ ctx, input }) => createFunction(ctx, await input(createFunctionSchema)), 201);
