import { resumeTenant } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const POST = operatorRoute(({ ctx, param }) => resumeTenant(ctx, { tenantId: param("id") }));
