import { updateExtensionPointSchema } from "@annex/contract";
import { updateExtensionPoint } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const PUT = operatorRoute(async ({ ctx, param, input }) =>
  updateExtensionPoint(ctx, { key: param("key"), ...(await input(updateExtensionPointSchema)) }),
);
