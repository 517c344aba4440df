import { getTestRun } from "@annex/control-plane";
import { z } from "zod";
import { tenantRoute } from "@/server/route";

/** `?wait=10` answers when the run is done, or after 10 seconds. */
const querySchema = z.object({ wait: z.coerce.number().min(0).max(30).default(0) });

export const GET = tenantRoute(({ ctx, param, query }) =>
  getTestRun(ctx, {
    functionName: param("name"),
    testRunId: param("id"),
    waitMs: Math.round(query(querySchema).wait * 1000),
  }),
);
