import { createLayerSchema } from "@annex/contract";
import { createLayer, listLayers } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const GET = tenantRoute(({ ctx }) => listLayers(ctx));
export const POST = tenantRoute(async ({ ctx, input }) => createLayer(ctx, await input(createLayerSchema)), 201);
