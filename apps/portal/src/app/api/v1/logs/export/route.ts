import { logExportQuerySchema } from "@annex/contract";
import { exportLogs } from "@annex/telemetry";
import { jsonLines } from "@/server/json-lines";
import { tenantRoute } from "@/server/route";

export const GET = tenantRoute(({ ctx, query }) => {
  const { tenant: _, ...wanted } = query(logExportQuerySchema);
  return jsonLines("log-lines.ndjson", exportLogs(ctx.db, wanted));
});
