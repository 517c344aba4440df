import { changeRolloutSchema } from "@annex/contract";
import { changeLayerRollout, getLayerRollout } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const GET = operatorRoute(({ ctx, param }) => getLayerRollout(ctx, { rolloutId: param("id") }));
export const PATCH = operatorRoute(async ({ ctx, param, input }) =>
  changeLayerRollout(ctx, { rolloutId: param("id"), ...(await input(changeRolloutSchema)) }),
);
