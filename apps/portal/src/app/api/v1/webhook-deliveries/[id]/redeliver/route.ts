import { ofTenant, redeliver } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const POST = tenantRoute(({ ctx, param }) => redeliver(ofTenant(ctx), { deliveryId: param("id") }));
