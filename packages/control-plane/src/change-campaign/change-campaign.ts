import { AppError, type Campaign, changeCampaignSchema } from "@annex/contract";
import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { loadCampaign } from "../campaign/load-campaign.ts";
import { parse } from "../context/parse.ts";
import type { OperatorContext } from "../context/tenant-context.ts";
import { lockRollout } from "../rollout/lock-rollout.ts";
import { setRolloutState } from "../rollout/set-state.ts";

const inputSchema = changeCampaignSchema.extend({ campaignId: z.string() });
const actions = { running: "resumeCampaign", paused: "pauseCampaign", cancelled: "cancelCampaign" } as const;

/**
 * Lets a tested campaign roll out, pauses it, lets it go on, or cancels it.
 * @throws AppError `not_found`; `conflict` when it has ended, or while it is tested (it can then only be cancelled).
 */
export function changeCampaign(ctx: OperatorContext, input: z.input<typeof inputSchema>): Promise<Campaign> {
  const { campaignId, state } = parse(inputSchema, input);
  const { actor } = ctx.principal;
  return ctx.db.operator.$transaction(async (tx) => {
    const { id } = await loadCampaign(tx, campaignId);
    await lockRollout(tx, id);
    const campaign = await loadCampaign(tx, id);
    if (campaign.state === "testing" && state !== "cancelled")
      throw new AppError("conflict", "Its tests are running. Wait for them, or cancel the campaign.");
    if (campaign.state === "tested" && state === "paused")
      throw new AppError("conflict", "Nothing is rolling out yet: there is nothing to pause.");
    await setRolloutState(tx, campaign, { state });
    const action = campaign.state === "tested" && state === "running" ? "rollOutCampaign" : actions[state];
    const detail = { rollout: id, to: campaign.to };
    await recordAudit(tx, { tenantId: null, actor, action, target: `runtime:${campaign.from}`, detail });
    return loadCampaign(tx, id);
  });
}
