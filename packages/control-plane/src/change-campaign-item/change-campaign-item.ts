import { AppError, type CampaignDetail, type ChangeCampaignItem, changeCampaignItemSchema } from "@annex/contract";
import type { Prisma, RolloutItem, Tx } from "@annex/db";
import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { loadCampaign } from "../campaign/load-campaign.ts";
import { parse } from "../context/parse.ts";
import type { OperatorContext } from "../context/tenant-context.ts";
import { getCampaign } from "../get-campaign/get-campaign.ts";
import { lockRollout } from "../rollout/lock-rollout.ts";

const placeSchema = z.object({ campaignId: z.string(), functionId: z.uuid("There is no such function.") });
const actions = {
  leave_out: "leaveOutOfCampaign",
  take_in: "takeIntoCampaign",
  test_again: "testAgainInCampaign",
} as const;

type Place = z.infer<typeof placeSchema>;

function changeOf(item: RolloutItem, wanted: ChangeCampaignItem, actor: string): Prisma.RolloutItemUpdateInput {
  const person = actor.replace(/^user:/, "");
  if (wanted.action === "take_in") {
    if (item.state !== "skipped" && item.state !== "failed")
      throw new AppError("conflict", `It is in the campaign already: ${item.state}.`);
    const detail = `Taken in by ${person}: ${wanted.reason}`;
    return { state: "waiting", wave: null, deploymentId: null, detail };
  }
  if (item.state === "deploying" || item.state === "done" || (item.state === "waiting" && item.wave !== null))
    throw new AppError("conflict", "It has its turn already.");
  if (wanted.action === "leave_out") return { state: "skipped", detail: `Left out by ${person}: ${wanted.reason}` };
  return { state: "waiting", wave: null, deploymentId: null, test: "waiting", suiteId: null, detail: "" };
}

async function loadItem(tx: Tx, rolloutId: string, functionId: string): Promise<RolloutItem> {
  const item = await tx.rolloutItem.findUnique({ where: { rolloutId_functionId: { rolloutId, functionId } } });
  if (!item) throw new AppError("not_found", "There is no such function in this campaign.");
  return item;
}

/**
 * Leaves one function out of a campaign, takes it in (again), or runs its tests again.
 * @throws AppError `not_found`; `conflict` where the campaign has ended, the function has its turn, or tests are asked
 * for while it rolls out.
 */
export async function changeCampaignItem(
  ctx: OperatorContext,
  place: Place,
  input: z.input<typeof changeCampaignItemSchema>,
): Promise<CampaignDetail> {
  const { campaignId, functionId } = parse(placeSchema, place);
  const wanted = parse(changeCampaignItemSchema, input);
  const { actor } = ctx.principal;
  await ctx.db.operator.$transaction(async (tx) => {
    await loadCampaign(tx, campaignId);
    await lockRollout(tx, campaignId);
    const { id, state, from } = await loadCampaign(tx, campaignId);
    if (state === "done" || state === "cancelled") throw new AppError("conflict", "This campaign has ended.");
    const tested = state === "testing" || state === "tested";
    if (wanted.action === "test_again" && !tested)
      throw new AppError("conflict", "It is rolling out: tests are run before that.");
    const item = await loadItem(tx, id, functionId);
    const data = changeOf(item, wanted, actor);
    // what is being tested would be told later that its tests did or did not pass
    const untested = wanted.action === "leave_out" && item.test === "waiting" ? { test: "none" } : {};
    await tx.rolloutItem.update({
      where: { rolloutId_functionId: { rolloutId: id, functionId } },
      data: { ...data, ...untested },
    });
    if (wanted.action === "test_again") await tx.rollout.update({ where: { id }, data: { state: "testing" } });
    const detail = { rollout: id, runtime: from, ...("reason" in wanted ? { reason: wanted.reason } : {}) };
    const target = `function:${functionId}`;
    await recordAudit(tx, { tenantId: item.tenantId, actor, action: actions[wanted.action], target, detail });
  });
  return getCampaign(ctx, { campaignId });
}
