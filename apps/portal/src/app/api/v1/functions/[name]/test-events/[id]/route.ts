import { deleteTestEvent } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const DELETE = tenantRoute(({ ctx, param }) =>
  deleteTestEvent(ctx, { functionName: param("name"), testEventId: param("id") }),
);
