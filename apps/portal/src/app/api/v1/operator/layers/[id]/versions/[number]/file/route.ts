import { layerFileQuerySchema } from "@annex/contract";
import { getVendorLayerFile } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const GET = operatorRoute(({ ctx, param, query }) =>
  getVendorLayerFile(ctx, { layerId: param("id"), number: param("number"), ...query(layerFileQuerySchema) }),
);
