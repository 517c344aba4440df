import type { Campaign } from "@annex/contract";
import { toCampaigns } from "../campaign/to-campaign.ts";
import type { OperatorContext } from "../context/tenant-context.ts";

/** The last fifty campaigns, newest first. */
export function listCampaigns({ db }: Pick<OperatorContext, "db">): Promise<Campaign[]> {
  return db.operator.$transaction(async (tx) => {
    const where = { fromRuntime: { not: null } };
    return toCampaigns(tx, await tx.rollout.findMany({ where, orderBy: { createdAt: "desc" }, take: 50 }));
  });
}
