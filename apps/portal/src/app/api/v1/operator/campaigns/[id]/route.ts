import { changeCampaignSchema } from "@annex/contract";
import { changeCampaign, getCampaign } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const GET = operatorRoute(({ ctx, param }) => getCampaign(ctx, { campaignId: param("id") }));
export const PATCH = operatorRoute(async ({ ctx, param, input }) =>
  changeCampaign(ctx, { campaignId: param("id"), ...(await input(changeCampaignSchema)) }),
);
