import { createLayerBuildSchema } from "@annex/contract";
import { createLayerBuild, listLayerBuilds } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const GET = tenantRoute(({ ctx, param }) => listLayerBuilds(ctx, { layerId: param("id") }));
export const POST = tenantRoute(async ({ ctx, param, input }) => {
  const wanted = await input(createLayerBuildSchema);
  return createLayerBuild(ctx, { layerId: param("id"), ...wanted });
}, 201);
