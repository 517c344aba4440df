import { redeliver } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const POST = tenantRoute(({ ctx, param }) => redeliver(ctx, { deliveryId: param("id") }));
