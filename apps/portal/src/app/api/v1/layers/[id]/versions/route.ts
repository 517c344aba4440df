import { createLayerVersion } from "@annex/control-plane";
import { readLayerVersion } from "@/server/read-layer-version";
import { tenantRoute } from "@/server/route";
import { whileRoom } from "@/server/while-room";

export const POST = tenantRoute(
  (call) => whileRoom(call.ctx.tenant.id, async () => createLayerVersion(call.ctx, await readLayerVersion(call))),
  201,
);
