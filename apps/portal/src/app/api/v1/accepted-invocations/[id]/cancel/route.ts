import { cancelInvocation } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const POST = tenantRoute(({ ctx, param }) => cancelInvocation(ctx, { invocationId: param("id") }));
