import { createLayerSchema } from "@annex/contract";
import { createVendorLayer, listVendorLayers } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const GET = operatorRoute(({ ctx }) => listVendorLayers(ctx));
export const POST = operatorRoute(
  async ({ ctx, input }) => createVendorLayer(ctx, await input(createLayerSchema)),
  201,
);
