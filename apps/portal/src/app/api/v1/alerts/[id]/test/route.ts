import { ofTenant, testAlertRule } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const POST = tenantRoute(({ ctx, param }) => testAlertRule(ofTenant(ctx), param("id")));
