import { planChangeSchema } from "@annex/contract";
import { getPlanImpact } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const POST = operatorRoute(async ({ ctx, param, input }) =>
  getPlanImpact(ctx, { key: param("key"), ...(await input(planChangeSchema)) }),
);
