import { endOwnAccess } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const DELETE = operatorRoute(({ ctx, param }) => endOwnAccess(ctx, { accessId: param("id") }));
