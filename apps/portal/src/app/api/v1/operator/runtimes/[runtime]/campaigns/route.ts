import { runtimeSchema, startCampaignSchema } from "@annex/contract";
import { startCampaign } from "@annex/control-plane";
import { parse } from "@/server/parse";
import { operatorRoute } from "@/server/route";

export const POST = operatorRoute(
  async ({ ctx, param, input }) =>
    startCampaign(ctx, { from: parse(runtimeSchema, param("runtime")), ...(await input(startCampaignSchema)) }),
  201,
);
