import { deliveryQuerySchema } from "@annex/contract";
import { listDeliveries, ofOperators } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const GET = operatorRoute(({ ctx, param, query }) =>
  listDeliveries(ofOperators(ctx), { webhookId: param("id"), ...query(deliveryQuerySchema) }),
);
