import { changeExtensionPointSchema } from "@annex/contract";
import { getExtensionPointImpact } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const POST = operatorRoute(async ({ ctx, param, input }) =>
  getExtensionPointImpact(ctx, { key: param("key"), ...(await input(changeExtensionPointSchema)) }),
);
