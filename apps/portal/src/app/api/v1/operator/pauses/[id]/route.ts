import { endPause } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const DELETE = operatorRoute(({ ctx, param }) => endPause(ctx, { pauseId: param("id") }));
