import { logQuerySchema } from "@annex/contract";
import { listLogs } from "@annex/telemetry";
import { tenantRoute } from "@/server/route";

export const GET = tenantRoute(({ ctx, query }) => {
  const wanted = query(logQuerySchema);
  return ctx.db.run((tx) => listLogs(tx, wanted));
});
