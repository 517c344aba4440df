import { deleteLayerVersion } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const DELETE = tenantRoute(({ ctx, param }) =>
  deleteLayerVersion(ctx, { layerId: param("id"), number: param("number") }),
);
