import { startLayerRolloutSchema } from "@annex/contract";
import { listLayerRollouts, startLayerRollout } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const GET = operatorRoute(({ ctx, param }) => listLayerRollouts(ctx, { layerId: param("id") }));
export const POST = operatorRoute(
  async ({ ctx, param, input }) =>
    startLayerRollout(ctx, { layerId: param("id"), ...(await input(startLayerRolloutSchema)) }),
  201,
);
