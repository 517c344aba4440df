import { createLayerVersion } from "@annex/control-plane";
import { readLayerVersion } from "@/server/read-layer-version";
import { tenantRoute } from "@/server/route";

export const POST = tenantRoute(async (call) => createLayerVersion(call.ctx, await readLayerVersion(call)), 201);
