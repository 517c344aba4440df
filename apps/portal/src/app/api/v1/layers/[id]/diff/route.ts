import { layerDiffQuerySchema } from "@annex/contract";
import { diffLayerVersions } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const GET = tenantRoute(({ ctx, param, query }) =>
  diffLayerVersions(ctx, { layerId: param("id"), ...query(layerDiffQuerySchema) }),
);
