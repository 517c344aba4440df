import { layerFileQuerySchema } from "@annex/contract";
import { getLayerFile } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const GET = tenantRoute(({ ctx, param, query }) =>
  getLayerFile(ctx, { layerId: param("id"), number: param("number"), ...query(layerFileQuerySchema) }),
);
