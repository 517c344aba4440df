import { AppError, type Campaign } from "@annex/contract";
import type { Tx } from "@annex/db";
import { z } from "zod";
import { toCampaigns } from "./to-campaign.ts";

/** @throws AppError `not_found`. */
export async function loadCampaign(tx: Tx, id: string): Promise<Campaign> {
  const known = z.uuid().safeParse(id).success;
  const row = known ? await tx.rollout.findUnique({ where: { id, fromRuntime: { not: null } } }) : null;
  const [campaign] = row ? await toCampaigns(tx, [row]) : [];
  if (!campaign) throw new AppError("not_found", "There is no such campaign.");
  return campaign;
}
