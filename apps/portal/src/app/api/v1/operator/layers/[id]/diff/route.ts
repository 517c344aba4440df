import { layerDiffQuerySchema } from "@annex/contract";
import { diffVendorLayerVersions } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const GET = operatorRoute(({ ctx, param, query }) =>
  diffVendorLayerVersions(ctx, { layerId: param("id"), ...query(layerDiffQuerySchema) }),
);
