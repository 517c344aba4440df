import { listLayerFiles } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const GET = tenantRoute(({ ctx, param }) =>
  listLayerFiles(ctx, { layerId: param("id"), number: param("number") }),
);
