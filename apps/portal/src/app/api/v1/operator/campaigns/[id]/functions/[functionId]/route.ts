import { changeCampaignItemSchema } from "@annex/contract";
import { changeCampaignItem } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const PATCH = operatorRoute(async ({ ctx, param, input }) =>
  changeCampaignItem(
    ctx,
    { campaignId: param("id"), functionId: param("functionId") },
    await input(changeCampaignItemSchema),
  ),
);
