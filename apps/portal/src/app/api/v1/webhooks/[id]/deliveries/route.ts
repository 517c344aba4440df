import { deliveryQuerySchema } from "@annex/contract";
import { listDeliveries } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const GET = tenantRoute(({ ctx, param, query }) =>
  listDeliveries(ctx, { webhookId: param("id"), ...query(deliveryQuerySchema) }),
);
