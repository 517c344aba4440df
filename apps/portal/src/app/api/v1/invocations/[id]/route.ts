import { getInvocation } from "@annex/telemetry";
import { tenantRoute } from "@/server/route";

export const GET = tenantRoute(({ ctx, param }) => ctx.db.run((tx) => getInvocation(tx, param("id"))));
