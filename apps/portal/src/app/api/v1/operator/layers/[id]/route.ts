import { getVendorLayer } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const GET = operatorRoute(({ ctx, param }) => getVendorLayer(ctx, { layerId: param("id") }));
