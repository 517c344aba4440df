import { savePlanSchema } from "@annex/contract";
import { savePlan } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const PUT = operatorRoute(async ({ ctx, param, input }) =>
  savePlan(ctx, { key: param("key"), ...(await input(savePlanSchema)) }),
);
