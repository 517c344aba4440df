import { ofOperators, redeliver } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const POST = operatorRoute(({ ctx, param }) => redeliver(ofOperators(ctx), { deliveryId: param("id") }));
