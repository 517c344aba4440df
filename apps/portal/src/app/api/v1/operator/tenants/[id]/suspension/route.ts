import { getSuspension } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const GET = operatorRoute(({ ctx, param }) => getSuspension(ctx, { tenantId: param("id") }));
