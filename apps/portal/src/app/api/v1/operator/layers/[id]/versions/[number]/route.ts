import { deleteVendorLayerVersion } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const DELETE = operatorRoute(({ ctx, param }) =>
  deleteVendorLayerVersion(ctx, { layerId: param("id"), number: param("number") }),
);
