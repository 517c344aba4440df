import { deliveryQuerySchema } from "@annex/contract";
import { listDeliveries, ofTenant } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const GET = tenantRoute(({ ctx, param, query }) =>
  listDeliveries(ofTenant(ctx), { webhookId: param("id"), ...query(deliveryQuerySchema) }),
);
