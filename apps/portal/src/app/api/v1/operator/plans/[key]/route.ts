import { savePlanSchema } from "@annex/contract";
import { getPlan, savePlan } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const GET = operatorRoute(async ({ ctx, param }) => getPlan(ctx, { key: param("key") }));

export const PUT = operatorRoute(async ({ ctx, param, input }) =>
  savePlan(ctx, { key: param("key"), ...(await input(savePlanSchema)) }),
);
