import type { CampaignDetail } from "@annex/contract";
import { loadCampaign } from "../campaign/load-campaign.ts";
import type { OperatorContext } from "../context/tenant-context.ts";
import { listItems } from "../rollout/list-items.ts";

/** A campaign with its functions: failed, deploying, left out, then the others. @throws AppError `not_found`. */
export function getCampaign(
  { db }: Pick<OperatorContext, "db">,
  { campaignId }: { campaignId: string },
): Promise<CampaignDetail> {
  return db.operator.$transaction(async (tx) => {
    const campaign = await loadCampaign(tx, campaignId);
    const items = await listItems(tx, campaign.id);
    return { ...campaign, items: items.map((item) => ({ ...item, test: item.test ?? "none" })) };
  });
}
