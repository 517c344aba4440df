import { getLayer } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const GET = tenantRoute(({ ctx, param }) => getLayer(ctx, { layerId: param("id") }));
