import { invocationQuerySchema } from "@annex/contract";
import { listInvocations } from "@annex/telemetry";
import { tenantRoute } from "@/server/route";

export const GET = tenantRoute(({ ctx, query }) => {
  const wanted = query(invocationQuerySchema);
  return ctx.db.run((tx) => listInvocations(tx, wanted));
});
