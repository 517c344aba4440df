import { createVendorLayerVersion } from "@annex/control-plane";
import { readLayerVersion } from "@/server/read-layer-version";
import { operatorRoute } from "@/server/route";

export const POST = operatorRoute(
  async (call) => createVendorLayerVersion(call.ctx, await readLayerVersion(call)),
  201,
);
