import { updateBindingSchema } from "@annex/contract";
import { unbind, updateBinding } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const PATCH = tenantRoute(async ({ ctx, param, input }) =>
  updateBinding(ctx, { bindingId: param("id"), ...(await input(updateBindingSchema)) }),
);
export const DELETE = tenantRoute(({ ctx, param }) => unbind(ctx, { bindingId: param("id") }));
