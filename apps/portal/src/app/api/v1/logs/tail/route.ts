import { logTailQuerySchema } from "@annex/contract";
import { logStream } from "@/server/log-stream";
import { tenantRoute } from "@/server/route";

export const GET = tenantRoute(({ ctx, query, request }) => {
  const { after, ...asked } = query(logTailQuerySchema);
  const last = request.headers.get("last-event-id");
  const from = last !== null && /^\d{1,18}$/.test(last) ? last : after;
  return logStream(ctx.db, { filter: asked, after: from, signal: request.signal });
});
