import { listVendorLayerFiles } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const GET = operatorRoute(({ ctx, param }) =>
  listVendorLayerFiles(ctx, { layerId: param("id"), number: param("number") }),
);
