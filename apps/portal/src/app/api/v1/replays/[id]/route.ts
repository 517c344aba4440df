import { getReplay } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";
import { waitQuery } from "@/server/wait-query";

export const GET = tenantRoute(({ ctx, param, query }) =>
  getReplay(ctx, { replayId: param("id"), waitMs: query(waitQuery).wait * 1000 }),
);
