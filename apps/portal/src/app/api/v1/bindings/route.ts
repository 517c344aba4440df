import { bindSchema } from "@annex/contract";
import { bind, listBindings } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const GET = tenantRoute(({ ctx }) => listBindings(ctx));
export const POST = tenantRoute(async ({ ctx, input }) => bind(ctx, await input(bindSchema)), 201);
